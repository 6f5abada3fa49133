# SPDX-License-Identifier: Apache-2.0
"""Pages about numbers: the overview, the places, and any count that a reader asks for."""
