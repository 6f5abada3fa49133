# SPDX-License-Identifier: Apache-2.0
"""Pages that explain: how to read the desk, what it cannot tell, what it cannot protect from."""
