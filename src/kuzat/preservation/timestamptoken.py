# SPDX-License-Identifier: Apache-2.0
"""A timestamp authority's reply taken apart: RFC 3161 inside CMS (RFC 5652). Nothing is verified.

Its parts are only as good as `kuzat.preservation.timestamp.verify` finds them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from kuzat.errors import Broken, Phrase, Refused
from kuzat.preservation import der

SIGNED_DATA = "1.2.840.113549.1.7.2"
TIME_INFO = "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNER_V1 = "1.2.840.113549.1.9.16.2.12"  # names the certificate by SHA-1 (RFC 2634)
SIGNER_V2 = "1.2.840.113549.1.9.16.2.47"  # by any digest, SHA-256 unless said (RFC 5035)
HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
GRANTED = (0, 1)
LARGEST = 256 * 1024
UNREADABLE = (  # what a certificate that is damaged or strange makes its library raise
    TypeError,
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


class TimestampBad(Broken):
    """The timestamp does not hold: {reason}."""

    code = "timestamp_bad"
    advice = "Keep the file, and ask the authority for a new timestamp; the old hour is not proven."


class TimestampDenied(Refused):
    """The timestamp authority stamped nothing; it answered with status {status}."""

    code = "timestamp_denied"
    advice = "Ask again, or ask another authority."


def bad(reason: Phrase) -> TimestampBad:
    """The error with its reason."""
    return TimestampBad(reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeInfo:
    """What the authority says: this digest was shown to it at this hour."""

    algorithm: str
    digest: bytes
    at: datetime
    accuracy: timedelta | None
    nonce: int | None
    policy: str
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A reply's signed parts; ``signer`` is the issuer's name in DER and serial, or a key id."""

    info: TimeInfo
    content: bytes
    signer: tuple[bytes, int] | bytes
    digest_algorithm: str
    signature_algorithm: str
    signature: bytes
    signed: bytes
    attributes: Mapping[str, der.Element] = field(repr=False)
    certificates: tuple[x509.Certificate, ...] = ()


def read_reply(content: bytes) -> Token:
    """The parts of a TimeStampResp, or of a bare TimeStampToken, as some archives keep it.

    Raises `TimestampBad` where it is not of that shape, `TimestampDenied` where the authority
    refused.
    """
    if len(content) > LARGEST:
        raise bad(Phrase("it is too large"))
    try:
        return _reply(content)
    except der.NotDerError:
        raise bad(Phrase("it is no reply of a timestamp authority")) from None


def _reply(content: bytes) -> Token:
    reply = der.read(content)
    children = reply.children()
    first = children.take()
    if first.tag == der.OID:
        return _token(reply)
    status = der.integer(first.children().take(der.INTEGER))
    if status not in GRANTED:
        raise TimestampDenied(status=status)
    token = children.take(der.SEQUENCE)
    children.end()
    return _token(token)


def _token(token: der.Element) -> Token:
    outer = token.children()
    _expect(outer.take(), SIGNED_DATA)
    data = outer.take(der.CONTEXT | der.BUILT).inner().children()
    der.integer(data.take(der.INTEGER))
    data.take(der.SET)
    inside = data.take(der.SEQUENCE).children()
    _expect(inside.take(), TIME_INFO)
    octets = inside.take(der.CONTEXT | der.BUILT).inner()
    if octets.tag != der.OCTETS:
        raise der.NotDerError
    kept = data.maybe(der.CONTEXT | der.BUILT)
    data.maybe(der.CONTEXT | der.BUILT | 1)
    signers = data.take(der.SET)
    return _signed(signers.inner(), octets.content, kept)


def _signed(signer: der.Element, content: bytes, kept: der.Element | None) -> Token:
    """The one signer's part; two signers are refused with the shape."""
    parts = signer.children()
    der.integer(parts.take(der.INTEGER))
    who = parts.take()
    digest_algorithm = _algorithm(parts.take(der.SEQUENCE))
    signed = parts.take(der.CONTEXT | der.BUILT)
    signature_algorithm = _algorithm(parts.take(der.SEQUENCE))
    return Token(
        info=_time_info(content),
        content=content,
        signer=_signer(who),
        digest_algorithm=digest_algorithm,
        signature_algorithm=signature_algorithm,
        signature=parts.take(der.OCTETS).content,
        signed=bytes([der.SET]) + signed.whole[1:],  # RFC 5652, 5.4: signed as a SET
        attributes=_attributes(signed),
        certificates=_certificates(kept),
    )


def _signer(who: der.Element) -> tuple[bytes, int] | bytes:
    if who.tag == der.CONTEXT:
        return who.content
    parts = who.children()
    return parts.take(der.SEQUENCE).whole, der.integer(parts.take(der.INTEGER))


def _attributes(signed: der.Element) -> dict[str, der.Element]:
    """The value of each signed attribute that we know; it must stand once, with one value."""
    found: dict[str, der.Element] = {}
    for attribute in signed.children().rest():
        parts = attribute.children()
        name, values = der.oid(parts.take()), parts.take(der.SET)
        if name in (CONTENT_TYPE, MESSAGE_DIGEST, SIGNER_V1, SIGNER_V2):
            if name in found:
                raise der.NotDerError
            found[name] = values.inner()
    return found


def _certificates(kept: der.Element | None) -> tuple[x509.Certificate, ...]:
    """The certificates that came along; what is none, or none that can be read, is passed over."""
    found = []
    for element in kept.children().rest() if kept else ():
        try:
            found.append(x509.load_der_x509_certificate(element.whole))
        except UNREADABLE:
            continue
    return tuple(found)


def _time_info(content: bytes) -> TimeInfo:
    parts = der.read(content).children()
    if der.integer(parts.take(der.INTEGER)) != 1:
        raise der.NotDerError
    policy = der.oid(parts.take())
    imprint = parts.take(der.SEQUENCE).children()
    algorithm = HASHES.get(_algorithm(imprint.take(der.SEQUENCE)))
    if algorithm is None:
        raise bad(Phrase("it was made for a weak or unknown digest"))
    digest = imprint.take(der.OCTETS).content
    serial, at = parts.take(der.INTEGER), der.moment(parts.take(der.TIME))
    accuracy = parts.maybe(der.SEQUENCE)
    parts.maybe(der.BOOLEAN)
    nonce = parts.maybe(der.INTEGER)
    parts.maybe(der.CONTEXT | der.BUILT)
    _check_extensions(parts.maybe(der.CONTEXT | der.BUILT | 1))
    parts.end()
    return TimeInfo(
        algorithm=algorithm,
        digest=digest,
        at=at,
        accuracy=_accuracy(accuracy) if accuracy else None,
        nonce=der.integer(nonce) if nonce else None,
        policy=policy,
        serial=der.integer(serial),
    )


def _check_extensions(extensions: der.Element | None) -> None:
    """Refuse what the authority calls critical: none is known here (RFC 3161, section 2.4.2)."""
    for extension in extensions.children().rest() if extensions else ():
        parts = extension.children()
        parts.take(der.OID)
        critical = parts.maybe(der.BOOLEAN)
        if critical and critical.content != b"\0":
            raise bad(Phrase("it has a condition that is not known here"))


def _accuracy(accuracy: der.Element) -> timedelta:
    parts = accuracy.children()
    seconds = parts.maybe(der.INTEGER)
    millis, micros = parts.maybe(der.CONTEXT), parts.maybe(der.CONTEXT | 1)
    parts.end()
    whole, thousandths, millionths = (
        der.integer(part) if part else 0 for part in (seconds, millis, micros)
    )
    if whole < 0 or not 0 <= thousandths < 1000 or not 0 <= millionths < 1000:
        raise der.NotDerError
    try:
        return timedelta(seconds=whole, milliseconds=thousandths, microseconds=millionths)
    except OverflowError:
        raise der.NotDerError from None


def _algorithm(element: der.Element) -> str:
    return der.oid(element.children().take())


def _expect(element: der.Element, dotted: str) -> None:
    if der.oid(element) != dotted:
        raise der.NotDerError
