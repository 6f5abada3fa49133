# SPDX-License-Identifier: Apache-2.0
"""A timestamp holds only as it was given: one wrong thing, and it is named."""

import hashlib
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.authority import (
    HOUR,
    ROOT,
    ROOT_KEY,
    SHA1,
    STAMP_KEY,
    STAMPER,
    Authority,
    attribute,
    certificate,
)

from kuzat.preservation import der
from kuzat.preservation.timestamp import CertificateRefused, certificates, request, verify
from kuzat.preservation.timestamptoken import (
    MESSAGE_DIGEST,
    SIGNER_V2,
    TimestampBad,
    TimestampDenied,
)

DIGEST = hashlib.sha256(b"a checkpoint").digest()
NONCE = 0xC0FFEE
GOOD = Authority()


def stamped(authority: Authority = GOOD, trusted: x509.Certificate = ROOT) -> datetime:
    return verify(authority.reply(DIGEST, NONCE), DIGEST, [trusted], nonce=NONCE).at


def test_a_good_reply_gives_the_hour_and_who_vouches() -> None:
    found = verify(GOOD.reply(DIGEST, NONCE), DIGEST, [ROOT], nonce=NONCE)
    assert (found.at, found.accuracy) == (HOUR, timedelta(seconds=1))
    assert (found.algorithm, found.digest, found.serial) == ("sha256", DIGEST, 42)
    assert (found.authority, found.policy) == ("CN=Example Authority", "1.3.6.1.4.1.99999.1")
    assert found.certificate_ends == STAMPER.not_valid_after_utc


@pytest.mark.parametrize(
    "authority",
    [
        Authority(by_sha1=True),
        Authority(by_key_id=True),
        Authority(status=1),
        Authority(embeds=(ROOT, STAMPER)),
        Authority(tail=(der.element(0xA0, der.element(0xA4, ROOT.subject.public_bytes())),)),
    ],
    ids=["sha1 names the certificate", "key id", "granted with changes", "chain", "names itself"],
)
def test_other_ways_of_doing_it_right(authority: Authority) -> None:
    assert stamped(authority) == HOUR


def test_the_authoritys_own_certificate_can_be_the_trusted_one() -> None:
    assert stamped(Authority(embeds=()), STAMPER) == HOUR
    assert stamped(trusted=STAMPER) == HOUR


def test_an_authority_with_an_rsa_key() -> None:
    key = rsa.generate_private_key(65537, 2048)
    signer = certificate(key, "RSA Authority", (ROOT, ROOT_KEY))
    assert stamped(Authority(key=key, certificate=signer)) == HOUR


def test_a_bare_token_and_fractions_of_a_second() -> None:
    token = Authority(at="20260504030201.25Z").token(DIGEST, NONCE)
    found = verify(token, DIGEST, [ROOT])
    assert found.at == datetime(2026, 5, 4, 3, 2, 1, 250_000, tzinfo=UTC)


def test_it_outlives_the_certificate_and_no_more() -> None:
    ended = certificate(STAMP_KEY, "A", (ROOT, ROOT_KEY), ends=HOUR + timedelta(seconds=1))
    assert stamped(Authority(certificate=ended)) == HOUR
    before = certificate(STAMP_KEY, "A", (ROOT, ROOT_KEY), ends=HOUR - timedelta(seconds=1))
    with pytest.raises(TimestampBad, match="at that hour"):
        stamped(Authority(certificate=before))


OTHER_KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_ROOT = certificate(OTHER_KEY, "Example Root", ca=True)
STRANGER = certificate(OTHER_KEY, "Example Authority", (OTHER_ROOT, OTHER_KEY))
NO_CA = certificate(ROOT_KEY, "Example Root")
CRITICAL = der.element(
    der.SEQUENCE,
    der.element(
        der.SEQUENCE,
        der.identifier("1.2.3"),
        der.element(der.BOOLEAN, b"\xff"),
        der.element(der.OCTETS, b""),
    ),
)
WRONG = {
    "another key signed": (Authority(key=OTHER_KEY), "signature is wrong"),
    "a stranger signed": (Authority(key=OTHER_KEY, certificate=STRANGER), "at that hour"),
    "the certificate is not bound": (Authority(without=(SIGNER_V2,)), "not here"),
    "another certificate is bound": (Authority(bound=ROOT), "not here"),
    "no certificate came along": (Authority(embeds=()), "not here"),
    "it was made for SHA-1": (Authority(imprint=SHA1), "weak or unknown"),
    "it was signed over SHA-1": (Authority(signed_digest=SHA1), "weak or unknown"),
    "it was signed as data": (Authority(kind="1.2.840.113549.1.7.1"), "something else"),
    "the digest is not signed": (Authority(without=(MESSAGE_DIGEST,)), "changed"),
    "two signers": (Authority(signers=2), "no reply"),
    "no signer": (Authority(signers=0), "no reply"),
    "a digest signed twice": (
        Authority(extra_attributes=(attribute(MESSAGE_DIGEST, der.element(der.OCTETS, b"")),)),
        "no reply",
    ),
    "an unknown condition": (
        Authority(tail=(bytes([0xA1]) + CRITICAL[1:],)),
        "condition that is not known",
    ),
    "something after the end": (Authority(tail=(der.whole_number(1),)), "no reply"),
    "no such day": (Authority(at="20260231000000Z"), "no reply"),
    "local time": (Authority(at="20260504030201+0600"), "no reply"),
    "an accuracy of a thousand millis": (
        Authority(accuracy=der.element(der.SEQUENCE, der.element(0x80, b"\x03\xe8"))),
        "no reply",
    ),
}


@pytest.mark.parametrize(("authority", "reason"), WRONG.values(), ids=list(WRONG))
def test_one_wrong_thing_is_named(authority: Authority, reason: str) -> None:
    with pytest.raises(TimestampBad, match=reason):
        stamped(authority)


USAGES = {
    "no usage": {"usage": None},
    "another usage": {"usage": (ExtendedKeyUsageOID.CODE_SIGNING,)},
    "one more usage": {
        "usage": (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)
    },
    "a usage that may be ignored": {"critical": False},
}


@pytest.mark.parametrize("wrong", USAGES.values(), ids=list(USAGES))
def test_a_certificate_not_made_for_timestamps_is_refused(wrong: dict[str, object]) -> None:
    signer = certificate(STAMP_KEY, "A", (ROOT, ROOT_KEY), **wrong)  # type: ignore[arg-type]
    for trusted in (ROOT, signer):
        with pytest.raises(TimestampBad, match="at that hour"):
            stamped(Authority(certificate=signer), trusted)


def test_who_is_no_issuer_vouches_for_nobody() -> None:
    with pytest.raises(TimestampBad, match="at that hour"):
        stamped(trusted=NO_CA)
    with pytest.raises(TimestampBad, match="no certificate is trusted"):
        verify(GOOD.reply(DIGEST, NONCE), DIGEST, [])


def test_another_digest_or_request_is_refused() -> None:
    reply = GOOD.reply(DIGEST, NONCE)
    with pytest.raises(TimestampBad, match="something else"):
        verify(reply, bytes(32), [ROOT])
    with pytest.raises(TimestampBad, match="another request"):
        verify(reply, DIGEST, [ROOT], nonce=NONCE + 1)


def test_a_refusal_of_the_authority_is_said() -> None:
    with pytest.raises(TimestampDenied, match="status 2"):
        stamped(Authority(status=2))


REPLY = GOOD.reply(DIGEST, NONCE)


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(max_examples=300)
@given(at=st.integers(0, len(REPLY) - 1), change=st.integers(1, 255))
def test_no_changed_byte_changes_what_it_says(at: int, change: int) -> None:
    changed = bytearray(REPLY)
    changed[at] ^= change
    try:
        found = verify(bytes(changed), DIGEST, [ROOT], nonce=NONCE)
    except (TimestampBad, TimestampDenied):
        return
    assert found == verify(REPLY, DIGEST, [ROOT], nonce=NONCE)


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_rubbish_is_refused(content: bytes) -> None:
    for made in (content, REPLY[: len(content)], der.element(der.SEQUENCE, content)):
        with pytest.raises((TimestampBad, TimestampDenied)):
            verify(made, DIGEST, [ROOT])


def test_a_reply_of_unlikely_size_is_not_read() -> None:
    with pytest.raises(TimestampBad, match="too large"):
        verify(bytes(1024 * 1024), DIGEST, [ROOT])


def test_certificates_come_as_pem_or_der() -> None:
    pem = b"".join(one.public_bytes(Encoding.PEM) for one in (STAMPER, ROOT))
    assert certificates(pem) == [STAMPER, ROOT]
    assert certificates(ROOT.public_bytes(Encoding.DER)) == [ROOT]
    for content in (b"", b"\x30\x00", pem[:200]):
        with pytest.raises(CertificateRefused):
            certificates(content)


def test_the_request_says_the_digest_and_asks_for_the_certificate() -> None:
    assert request(DIGEST, 0x80).hex() == (
        "303d0201013031300d060960864801650304020105000420" + DIGEST.hex() + "02020080" + "0101ff"
    )


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_another_program_reads_the_request(algorithm: str) -> None:
    digest = hashlib.new(algorithm, b"x").digest()
    command = ["openssl", "ts", "-query", "-in", "/dev/stdin", "-text"]
    read = subprocess.run(command, input=request(digest, NONCE), capture_output=True, check=True)
    text = read.stdout.decode()
    assert f"Hash Algorithm: {algorithm}" in text
    assert "Nonce: 0xC0FFEE" in text
    assert "Certificate required: yes" in text
