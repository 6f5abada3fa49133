# SPDX-License-Identifier: Apache-2.0
"""Replies of real authorities, good and bad, as two other projects keep them."""

import tarfile
from pathlib import Path

import pytest

from kuzat.preservation.timestamp import certificates, verify
from kuzat.preservation.timestamptoken import TimestampBad, read_reply

VECTORS = Path("data/accountability/vectors")
Files = dict[str, bytes]


def files(archive: Path, folder: str) -> Files:
    found: Files = {}
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member) if member.isfile() else None
            if content is not None and member.name.startswith(folder):
                found[member.name.removeprefix(folder)] = content.read()
    return found


@pytest.fixture
def client(shared: Path) -> Files:
    return files(shared / VECTORS / "rfc3161-client-fixtures.tar.gz", "test/fixtures/")


@pytest.fixture
def archiver(shared: Path) -> Files:
    folder = "tests/data/timestamping/"
    return files(shared / VECTORS / "auto-archiver-tsr.tar.gz", folder)


def judged(reply: bytes, chain: bytes) -> str:
    token = read_reply(reply)
    try:
        found = verify(reply, token.info.digest, certificates(chain))
    except TimestampBad as error:
        return str(error.details["reason"])
    return found.at.isoformat()


EXPECTED = {
    "identrust/issue-104.tsr": "2025-03-11T08:52:08+00:00",
    "sigstage/response-invalid-signature.tsr": "its signature is wrong",
    "sigstage/response-no-embedded-cert.tsr": "2025-06-18T08:13:02+00:00",
    "sigstage/response-sha256.tsr": "2025-05-09T11:58:55+00:00",
    "sigstage/response-sha384.tsr": "2025-05-09T11:58:55+00:00",
    "sigstage/response-sha512.tsr": "2025-05-09T11:58:56+00:00",
    # Valid in its hour, 2023; the certificate has ended since.
    "sigstore.mock/response-expired.tsr": "2023-02-01T00:00:00+00:00",
    # Another authority's reply, held against this one's chain.
    "test_tsa/other_response.tsr": (
        "no trusted certificate vouches for whoever signed it at that hour"
    ),
    # Two certificates slipped in: they change neither the verdict nor who is named.
    "test_tsa/response-injected-certs.tsr": "2024-10-08T15:40:32+00:00",
    "test_tsa/response.tsr": "2024-10-08T15:40:32+00:00",
}


def test_each_reply_is_judged_as_its_name_says(client: Files) -> None:
    replies = {path: content for path, content in client.items() if path.endswith(".tsr")}
    found = {
        path: judged(content, client[f"{path.split('/')[0]}/ts_chain.pem"])
        for path, content in replies.items()
    }
    assert found == EXPECTED


def test_the_slipped_in_certificate_is_not_believed(client: Files) -> None:
    reply = client["test_tsa/response-injected-certs.tsr"]
    token = read_reply(reply)
    chain = certificates(client["test_tsa/ts_chain.pem"])
    spoofed = [one for one in token.certificates if one not in chain]
    assert len(spoofed) == 2
    with pytest.raises(TimestampBad):
        verify(reply, token.info.digest, spoofed)
    found = verify(reply, token.info.digest, chain)
    assert found.authority == "CN=Test TSA Timestamping,O=local"


def test_replies_and_a_bare_token_of_three_authorities_hold_under_their_own_certificate(
    archiver: Files,
) -> None:
    for content in archiver.values():
        token = read_reply(content)
        found = verify(content, token.info.digest, token.certificates[:1])
        assert found.at.year == 2025
        changed = content[:-1] + bytes([content[-1] ^ 1])
        with pytest.raises(TimestampBad):
            verify(changed, token.info.digest, token.certificates)
    assert len(archiver) == 5
