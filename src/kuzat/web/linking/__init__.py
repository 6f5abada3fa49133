# SPDX-License-Identifier: Apache-2.0
"""Pairs of records that may be one: first those whose answer changes the count, judged, taken back."""
