# SPDX-License-Identifier: Apache-2.0
"""What waits for a second look, and what is held back."""
