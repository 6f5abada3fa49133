# SPDX-License-Identifier: Apache-2.0
"""Identities are opened one by one, for a reason that is written down before anything is shown."""
