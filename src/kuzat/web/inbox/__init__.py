# SPDX-License-Identifier: Apache-2.0
"""What came in by forms: listed, opened for a reason, vouched for or refused."""
