# SPDX-License-Identifier: Apache-2.0
"""Pages about remedies: claims, one case, and what is due."""
