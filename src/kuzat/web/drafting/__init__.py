# SPDX-License-Identifier: Apache-2.0
"""Pages on which a letter or submission is drafted from a claim, read, and taken out as a file."""
