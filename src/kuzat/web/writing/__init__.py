# SPDX-License-Identifier: Apache-2.0
"""How a form becomes statements: what it asks, its draft, its errors, saying it once, taking it back."""
