# SPDX-License-Identifier: Apache-2.0
"""The words of a message as mail programs save it (RFC 5322, MIME): who, when, about what, and its text.

Attached files are named and not opened; `attached` hands them out as they are.
"""

from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from kuzat.preservation.documents import markup, plain
from kuzat.preservation.documents.plain import Decoded

SHOWN = ("Date", "From", "To", "Cc", "Subject")
UNSTATED = "us-ascii"


def read(content: bytes) -> Decoded | None:
    """The heading, the text and the names of attached files; or nothing where a part is no text."""
    message = message_from_bytes(content)
    parts = [part for part in message.walk() if not part.is_multipart()]
    bodies = [part for part in parts if _is_body(part, "text/plain")]
    bodies = bodies or [part for part in parts if _is_body(part, "text/html")]
    decoded = [_decoded(part) for part in bodies]
    told = [one for one in decoded if one is not None]
    if len(told) < len(decoded):
        return None
    heads = [f"{name}: {_worded(message[name])}" for name in SHOWN if message[name]]
    attached = [f"[{_worded(name)}]" for part in parts if (name := part.get_filename())]
    text = "\n\n".join(filter(None, ("\n".join(heads), *(one.text for one in told), "\n".join(attached))))
    encoding = told[0].encoding if told else UNSTATED
    return Decoded(text, encoding, any(one.guessed for one in told))


def attached(content: bytes) -> list[tuple[str, bytes]]:
    """The files in a message, each by the name that it was given there."""
    parts = (part for part in message_from_bytes(content).walk() if not part.is_multipart())
    named = ((part.get_filename(), part.get_payload(decode=True)) for part in parts)
    return [(_worded(name), payload) for name, payload in named if name and isinstance(payload, bytes)]


def _is_body(part: Message, media_type: str) -> bool:
    return part.get_content_type() == media_type and part.get_filename() is None


def _decoded(part: Message) -> Decoded | None:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/html":
        return markup.read(content)
    return plain.decode(content, part.get_content_charset())


def _worded(header: object) -> str:
    """A heading's words; as it stands where it is not encoded as it says."""
    try:
        return str(make_header(decode_header(str(header))))
    except (MessageError, LookupError, ValueError):
        return str(header)
