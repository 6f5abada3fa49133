# SPDX-License-Identifier: Apache-2.0
"""Kuzat: reports from many people as a record that can be searched, counted, proven and acted upon."""

__version__ = "0.1.0"
