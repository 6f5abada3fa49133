# SPDX-License-Identifier: Apache-2.0
"""Kuzat: reports from many people as a record to search, count, prove and act upon."""

__version__ = "0.1.0"
