# SPDX-License-Identifier: Apache-2.0
"""Who is a member, what each opened and handed out, and what one is writing oneself."""
