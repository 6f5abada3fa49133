# SPDX-License-Identifier: Apache-2.0
"""What a document says, read in a child process that can reach nothing.

`extracted` is what both sides know: limits, result, why there is no text, and the check of the
reply. `child` is the process; it and the parsers (`reading`, `pdf`, `docx`, `odt`, `elements`,
`mail`, `markup`, `plain`, `kinds`) see hostile bytes and are **imported nowhere else**; `packed`, which
counts what it unpacks, also opens packed exports. `kuzat.store.sandbox` starts it.
"""
