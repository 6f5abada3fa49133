# SPDX-License-Identifier: Apache-2.0
"""Pages about records: lists, one event, one person, one story, any record, one statement."""
