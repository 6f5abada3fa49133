# SPDX-License-Identifier: Apache-2.0
"""Visits to trials and closed places with a checklist, and what was seen in all of them."""
