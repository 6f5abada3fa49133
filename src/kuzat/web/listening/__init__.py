# SPDX-License-Identifier: Apache-2.0
"""Recordings played inside the desk, and what they tell written down beside the player."""
