# SPDX-License-Identifier: Apache-2.0
"""Civic space: the rating with its interval and its reasons, and the form by which coders answer."""
