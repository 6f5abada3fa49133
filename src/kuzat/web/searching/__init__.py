# SPDX-License-Identifier: Apache-2.0
"""Pages about finding: records by their words, in any script and case ending."""
