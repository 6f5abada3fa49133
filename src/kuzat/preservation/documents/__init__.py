# SPDX-License-Identifier: Apache-2.0
"""What a document says, read in a child process that can reach nothing.

`extracted` is what both sides know: limits, result, why there is no text, and the check of the
reply. `child` is the process; it and the parsers (`reading`, `pdf`, `docx`, `odt`, `elements`,
`mail`, `markup`, `plain`, `packed`, `kinds`) see hostile bytes and are **imported nowhere else**.
`kuzat.store.sandbox` starts it.
"""
