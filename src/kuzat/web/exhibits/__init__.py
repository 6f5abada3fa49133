# SPDX-License-Identifier: Apache-2.0
"""Originals: kept as a stream, shown by what is known of them, handed out as files, never rendered."""
