# SPDX-License-Identifier: Apache-2.0
"""Recordings that are made here, and what somebody could make of them to do harm."""

import struct

SECOND = 50  # Opus packets of 20 ms
POLYNOMIAL = 0x04C11DB7


def page(number: int, position: int, packets: list[bytes], *, flags: int = 0, serial: int = 7) -> bytes:
    """One page of Ogg with its sum."""
    lacing = b"".join(bytes([255] * (len(one) // 255) + [len(one) % 255]) for one in packets)
    head = struct.pack("<4sBBQIIIB", b"OggS", 0, flags, position, serial, number, 0, len(lacing))
    whole = head + lacing + b"".join(packets)
    return whole[:22] + struct.pack("<I", checksum(whole)) + whole[26:]


def checksum(page: bytes) -> int:
    """Bit by bit, as RFC 3533 describes it."""
    found = 0
    for byte in page:
        found ^= byte << 24
        for _ in range(8):
            found = (found << 1 ^ (POLYNOMIAL if found >> 31 else 0)) & 0xFFFFFFFF
    return found


def opus(seconds: int = 2, *, says: int | None = None, packet: bytes = b"\xf8\xff\xfe") -> bytes:
    """A voice message of silence; ``says`` is how long it claims to be, each ``packet`` plays 20 ms."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 16_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 5) + b"kuzat" + struct.pack("<I", 0)
    pages = [page(0, 0, [head], flags=2), page(1, 0, [tags])]
    for second in range(1, seconds + 1):
        stands = 48_000 * (second if says is None else min(second, says)) + 312
        pages.append(page(second + 1, stands, [packet] * SECOND, flags=4 * (second == seconds)))
    return b"".join(pages)


def vorbis(seconds: int = 2, *, says: int | None = None, packet: bytes = bytes(400)) -> bytes:
    """Vorbis at 44.1 kHz in blocks of 2048; each ``packet`` may play 1024 samples."""
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44_100, 0, 64_000, 0, 0xB8, 1)
    pages = [page(0, 0, [head], flags=2), page(1, 0, [b"\x03vorbis", b"\x05vorbis"])]
    for second in range(1, seconds + 1):
        stands = 44_100 * (second if says is None else min(second, says))
        pages.append(page(second + 1, stands, [packet] * 43, flags=4 * (second == seconds)))
    return b"".join(pages)


def wav(seconds: int = 1, *, rate: int = 8000, declares: int | None = None) -> bytes:
    """A second of silence by default; ``declares`` is how many bytes it says that it has."""
    samples = bytes(2 * rate * seconds)
    size = len(samples) if declares is None else declares
    chunk = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16)
    body = b"WAVE" + chunk + struct.pack("<4sI", b"data", size) + samples
    return b"RIFF" + struct.pack("<I", len(body) - len(samples) + size) + body


def mp3(frames: int = 80) -> bytes:
    """Frames of MPEG-1 layer III, 32 kbit/s at 44.1 kHz, behind a word about it."""
    frame = b"\xff\xfb\x10\xc4" + bytes(100)
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + frame * frames


def adts(frames: int = 100) -> bytes:
    """Frames of AAC, 16 kHz, one channel, 64 bytes each."""
    size = 64
    head = 0xFFF << 44 | 1 << 40 | 1 << 38 | 8 << 34 | 1 << 30 | size << 13 | 0x7FF << 2
    return (head.to_bytes(7, "big") + bytes(size - 7)) * frames


def box(name: bytes, *inside: bytes) -> bytes:
    """A box of MP4."""
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + name + body


def m4a(
    seconds: int = 3, *, says: int | None = None, handler: bytes = b"soun", samples: int | None = None
) -> bytes:
    """AAC at 16 kHz in boxes; ``says`` is the length in its heading, ``samples`` how many its table names."""
    count = (seconds * 16_000) // 1024 if samples is None else samples
    data = box(b"mdat", bytes(20 * min(count, 1000)))
    said = seconds if says is None else says
    heading = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, said * 1000) + bytes(80))
    table = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), box(b"mp4a", bytes(28))),
        box(b"stts", struct.pack(">IIII", 0, 1, count, 1024)),
        box(b"stsz", struct.pack(">III", 0, 20, count)),
    )
    media = box(
        b"mdia",
        box(b"mdhd", struct.pack(">IIIII", 0, 0, 0, 16_000, count * 1024) + bytes(4)),
        box(b"hdlr", bytes(8) + handler + bytes(13)),
        box(b"minf", table),
    )
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", heading, box(b"trak", media)) + data
