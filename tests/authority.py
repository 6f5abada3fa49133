# SPDX-License-Identifier: Apache-2.0
"""A timestamp authority of our own, that can do everything right or one thing wrong."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kuzat.preservation import der
from kuzat.preservation.timestamptoken import (
    CONTENT_TYPE,
    MESSAGE_DIGEST,
    SIGNED_DATA,
    SIGNER_V1,
    SIGNER_V2,
    TIME_INFO,
)

HOUR = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
SHA256, SHA1 = "2.16.840.1.101.3.4.2.1", "1.3.14.3.2.26"
WITH_ECDSA, WITH_RSA = "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(
    key: Key,
    common: str,
    issuer: "tuple[x509.Certificate, Key] | None" = None,
    *,
    usage: tuple[x509.ObjectIdentifier, ...] | None = (ExtendedKeyUsageOID.TIME_STAMPING,),
    critical: bool = True,
    ca: bool = False,
    ends: datetime = HOUR + YEAR,
) -> x509.Certificate:
    """A certificate for the key, signed by the issuer or by itself."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(issuer[0].subject if issuer else name(common))
        .public_key(key.public_key())
        .serial_number(7 if ca else 8)
        .not_valid_before(HOUR - YEAR)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if usage and not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usage), critical=critical)
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256())


ROOT_KEY = ec.generate_private_key(ec.SECP256R1())
ROOT = certificate(ROOT_KEY, "Example Root", ca=True)
STAMP_KEY = ec.generate_private_key(ec.SECP256R1())
STAMPER = certificate(STAMP_KEY, "Example Authority", (ROOT, ROOT_KEY))


def algorithm(dotted: str) -> bytes:
    return der.element(der.SEQUENCE, der.identifier(dotted))


def attribute(dotted: str, *values: bytes) -> bytes:
    return der.element(der.SEQUENCE, der.identifier(dotted), der.element(der.SET, *values))


@dataclass(frozen=True, kw_only=True)
class Authority:
    """What it does; each field is a place where it can go wrong."""

    key: Key = STAMP_KEY
    certificate: x509.Certificate = STAMPER
    at: str = "20260504030201Z"
    imprint: str = SHA256
    signed_digest: str = SHA256
    kind: str = TIME_INFO
    bound: x509.Certificate | None = None
    by_sha1: bool = False
    by_key_id: bool = False
    embeds: tuple[x509.Certificate, ...] | None = None
    tail: tuple[bytes, ...] = ()
    extra_attributes: tuple[bytes, ...] = ()
    without: tuple[str, ...] = ()
    signers: int = 1
    status: int = 0
    accuracy: bytes = field(default=der.element(der.SEQUENCE, der.whole_number(1)))

    def reply(self, digest: bytes, nonce: int) -> bytes:
        status = der.element(der.SEQUENCE, der.whole_number(self.status))
        return der.element(der.SEQUENCE, status, self.token(digest, nonce))

    def token(self, digest: bytes, nonce: int) -> bytes:
        content = self.info(digest, nonce)
        inside = der.element(0xA0, der.element(der.OCTETS, content))
        embeds = (self.certificate,) if self.embeds is None else self.embeds
        kept = der.element(0xA0, *(one.public_bytes(Encoding.DER) for one in embeds))
        data = der.element(
            der.SEQUENCE,
            der.whole_number(3),
            der.element(der.SET, algorithm(self.signed_digest)),
            der.element(der.SEQUENCE, der.identifier(TIME_INFO), inside),
            kept,
            der.element(der.SET, *[self.signer(content)] * self.signers),
        )
        return der.element(der.SEQUENCE, der.identifier(SIGNED_DATA), der.element(0xA0, data))

    def info(self, digest: bytes, nonce: int) -> bytes:
        return der.element(
            der.SEQUENCE,
            der.whole_number(1),
            der.identifier("1.3.6.1.4.1.99999.1"),
            der.element(der.SEQUENCE, algorithm(self.imprint), der.element(der.OCTETS, digest)),
            der.whole_number(42),
            der.element(der.TIME, self.at.encode()),
            self.accuracy,
            der.whole_number(nonce),
            *self.tail,
        )

    def signer(self, content: bytes) -> bytes:
        attributes = sorted([*self.attributes(content), *self.extra_attributes])
        set_ = der.element(der.SET, *attributes)
        rsa_key = isinstance(self.key, rsa.RSAPrivateKey)
        return der.element(
            der.SEQUENCE,
            der.whole_number(1),
            self.who(),
            algorithm(self.signed_digest),
            bytes([0xA0]) + set_[1:],
            algorithm(WITH_RSA if rsa_key else WITH_ECDSA),
            der.element(der.OCTETS, self.sign(set_)),
        )

    def sign(self, content: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(content, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(content, ec.ECDSA(hashes.SHA256()))

    def who(self) -> bytes:
        if self.by_key_id:
            extension = self.certificate.extensions.get_extension_for_class(
                x509.SubjectKeyIdentifier
            )
            return der.element(0x80, extension.value.digest)
        serial = der.whole_number(self.certificate.serial_number)
        return der.element(der.SEQUENCE, self.certificate.issuer.public_bytes(), serial)

    def attributes(self, content: bytes) -> list[bytes]:
        bound = (self.bound or self.certificate).public_bytes(Encoding.DER)
        digest = hashlib.sha1(bound) if self.by_sha1 else hashlib.sha256(bound)
        stated = der.element(der.SEQUENCE, der.element(der.OCTETS, digest.digest()))
        listed = der.element(der.SEQUENCE, der.element(der.SEQUENCE, stated))
        over = der.element(der.OCTETS, hashlib.sha256(content).digest())
        made = {
            CONTENT_TYPE: der.identifier(self.kind),
            MESSAGE_DIGEST: over,
            (SIGNER_V1 if self.by_sha1 else SIGNER_V2): listed,
        }
        return [attribute(name, value) for name, value in made.items() if name not in self.without]
