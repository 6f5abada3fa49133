# SPDX-License-Identifier: Apache-2.0
"""Timestamps (RFC 3161): asked for by any road, verified without a network.

A timestamp says that somebody else, whose key the verifier trusts, was shown a digest at an hour.
It says nothing about who showed it, or whether what was stamped is true. Certificates are judged
**for that hour**: a timestamp outlives the certificate. Revocation is not looked up.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID

from kuzat.errors import Phrase, Refused
from kuzat.preservation import der
from kuzat.preservation.timestamptoken import (
    CONTENT_TYPE,
    HASHES,
    MESSAGE_DIGEST,
    SIGNER_V1,
    SIGNER_V2,
    TIME_INFO,
    UNREADABLE,
    Token,
    bad,
    read_reply,
)

PEM = b"-----BEGIN CERTIFICATE-----"

_HASHERS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_BY_LENGTH = {32: "sha256", 48: "sha384", 64: "sha512"}
_RSA = "1.2.840.113549.1.1.1"
_SIGNATURES = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}


class CertificateRefused(Refused):
    """This is not a certificate, nor several in one file."""

    code = "certificate_refused"
    advice = "Fetch the authority's certificate from its own pages, as PEM or DER."


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """A timestamp that holds: the hour in UTC, how exact it is, who vouches, until when unaided.

    After ``certificate_ends`` the authority's key is no longer cared for: stamp again before.
    """

    at: datetime
    accuracy: timedelta | None
    algorithm: str
    digest: bytes
    authority: str
    policy: str
    serial: int
    certificate_ends: datetime


def _only_stamps(
    policy: verification.Policy, certificate: x509.Certificate, usage: x509.ExtendedKeyUsage
) -> None:
    if list(usage) != [ExtendedKeyUsageOID.TIME_STAMPING]:  # RFC 3161, section 2.3
        raise ValueError


def _is_issuer(
    policy: verification.Policy, certificate: x509.Certificate, basic: x509.BasicConstraints
) -> None:
    if not basic.ca:
        raise ValueError


def _may_issue(
    policy: verification.Policy, certificate: x509.Certificate, usage: x509.KeyUsage | None
) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError


_ANY = verification.Criticality.AGNOSTIC
_AUTHORITY = verification.ExtensionPolicy.permit_all().require_present(
    x509.ExtendedKeyUsage, verification.Criticality.CRITICAL, _only_stamps
)
_ISSUER = (
    verification.ExtensionPolicy.permit_all()
    .require_present(x509.BasicConstraints, _ANY, _is_issuer)
    .may_be_present(x509.KeyUsage, _ANY, _may_issue)
)


def request(digest: bytes, nonce: int) -> bytes:
    """A TimeStampReq for a SHA-256, SHA-384 or SHA-512 digest, told apart by its length.

    ``nonce`` is a fresh random number of 64 bits, kept to know the reply by. The authority sees
    the digest and nothing else.
    """
    name = _BY_LENGTH[len(digest)]
    dotted = next(dotted for dotted, algorithm in HASHES.items() if algorithm == name)
    algorithm = der.element(der.SEQUENCE, der.identifier(dotted), der.element(der.NULL))
    imprint = der.element(der.SEQUENCE, algorithm, der.element(der.OCTETS, digest))
    wants_certificate = der.element(der.BOOLEAN, b"\xff")
    return der.element(
        der.SEQUENCE, der.whole_number(1), imprint, der.whole_number(nonce), wants_certificate
    )


def certificates(content: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file, or the one in a DER file. Raises `CertificateRefused`."""
    try:
        if PEM in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except UNREADABLE:
        raise CertificateRefused() from None


def verify(
    reply: bytes, digest: bytes, trusted: Sequence[x509.Certificate], *, nonce: int | None = None
) -> Timestamp:
    """Check a reply against the digest, the request's nonce and the certificates that are trusted.

    Each certificate in ``trusted`` is an anchor: the authority's own, or one above it.
    Raises `TimestampBad`, or `TimestampDenied` where the authority refused.
    """
    token = read_reply(reply)
    info = token.info
    if (info.algorithm, info.digest) != (_BY_LENGTH.get(len(digest)), digest):
        raise bad(Phrase("it was made for something else"))
    if nonce is not None and info.nonce != nonce:
        raise bad(Phrase("it answers another request"))
    signer = _signer(token, trusted)
    _check_signed(token)
    _check_signature(token, signer)
    _check_trust(token, signer, trusted)
    return Timestamp(
        at=info.at,
        accuracy=info.accuracy,
        algorithm=info.algorithm,
        digest=digest,
        authority=signer.subject.rfc4514_string(),
        policy=info.policy,
        serial=info.serial,
        certificate_ends=signer.not_valid_after_utc,
    )


def _signer(token: Token, trusted: Sequence[x509.Certificate]) -> x509.Certificate:
    """The certificate that the signer's part names and that the signed attributes bind."""
    for certificate in (*trusted, *token.certificates):
        if _named(token, certificate) and _bound(token, certificate):
            return certificate
    raise bad(Phrase("the certificate of whoever signed it is not here"))


def _named(token: Token, certificate: x509.Certificate) -> bool:
    try:
        if not isinstance(token.signer, bytes):
            return (certificate.issuer.public_bytes(), certificate.serial_number) == token.signer
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except (x509.ExtensionNotFound, *UNREADABLE):
        return False
    return found.value.digest == token.signer


def _bound(token: Token, certificate: x509.Certificate) -> bool:
    """Whether the signature covers this certificate's digest (RFC 5816, section 2.2.1)."""
    known = ((token.attributes.get(SIGNER_V1), "sha1"), (token.attributes.get(SIGNER_V2), "sha256"))
    try:
        stated = [_stated(attribute, usual) for attribute, usual in known if attribute]
    except der.NotDerError:
        return False
    content = certificate.public_bytes(Encoding.DER)
    return bool(stated) and all(
        hashlib.new(algorithm, content, usedforsecurity=False).digest() == digest
        for algorithm, digest in stated
    )


def _stated(attribute: der.Element, usual: str) -> tuple[str, bytes]:
    """Algorithm and digest of the first certificate that the attribute lists."""
    first = attribute.children().take(der.SEQUENCE).children().take(der.SEQUENCE).children()
    algorithm = first.maybe(der.SEQUENCE) if usual != "sha1" else None
    name = HASHES.get(der.oid(algorithm.children().take())) if algorithm else usual
    if name is None:
        raise der.NotDerError
    return name, first.take(der.OCTETS).content


def _check_signed(token: Token) -> None:
    """The signed attributes must speak of this content (RFC 5652, section 11)."""
    algorithm = HASHES.get(token.digest_algorithm)
    if algorithm is None:
        raise bad(Phrase("it is signed over a weak or unknown digest"))
    kind, digest = token.attributes.get(CONTENT_TYPE), token.attributes.get(MESSAGE_DIGEST)
    if kind is None or kind.whole != der.identifier(TIME_INFO):
        raise bad(Phrase("it is signed as something else"))
    if digest is None or digest.content != hashlib.new(algorithm, token.content).digest():
        raise bad(Phrase("its content was changed"))


def _check_signature(token: Token, signer: x509.Certificate) -> None:
    named = HASHES[token.digest_algorithm]
    if token.signature_algorithm != _RSA:
        named = _SIGNATURES.get(token.signature_algorithm, "")
    try:
        key = signer.public_key()
        if isinstance(key, rsa.RSAPublicKey) and named:
            key.verify(token.signature, token.signed, padding.PKCS1v15(), _HASHERS[named])
        elif isinstance(key, ec.EllipticCurvePublicKey) and named:
            key.verify(token.signature, token.signed, ec.ECDSA(_HASHERS[named]))
        else:
            raise bad(Phrase("it is signed in a way that is not known here"))
    except UNREADABLE:
        raise bad(Phrase("it is signed in a way that is not known here")) from None
    except InvalidSignature:
        raise bad(Phrase("its signature is wrong")) from None


def _check_trust(
    token: Token, signer: x509.Certificate, trusted: Sequence[x509.Certificate]
) -> None:
    """The signer's certificate must lead to a trusted one, all valid at the hour it states."""
    if not trusted:
        raise bad(Phrase("no certificate is trusted"))
    verifier = (
        verification.PolicyBuilder()
        .store(verification.Store(list(trusted)))
        .time(token.info.at.replace(tzinfo=None))
        .extension_policies(ca_policy=_ISSUER, ee_policy=_AUTHORITY)
        .build_client_verifier()
    )
    try:
        verifier.verify(signer, [*token.certificates, *trusted])
    except (verification.VerificationError, *UNREADABLE):
        raise bad(
            Phrase("no trusted certificate vouches for whoever signed it at that hour")
        ) from None
