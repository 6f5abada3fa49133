# SPDX-License-Identifier: Apache-2.0
"""From what was told to records: an incident in short steps, more of an event, a text beside its record."""
