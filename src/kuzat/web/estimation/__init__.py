# SPDX-License-Identifier: Apache-2.0
"""What was not documented: lists and strata to choose, every method with its assumption, and refusals."""
