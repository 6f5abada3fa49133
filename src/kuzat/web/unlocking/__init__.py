# SPDX-License-Identifier: Apache-2.0
"""The door: logging in is unlocking the archive, and locking closes it."""
