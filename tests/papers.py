# SPDX-License-Identifier: Apache-2.0
"""Small documents, made here: honest ones, and ones that an enemy would send."""

import io
import zipfile
import zlib
from collections.abc import Iterable

TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def stream(content: bytes, more: str = "") -> str:
    """A PDF stream object, packed."""
    packed = zlib.compress(content, 9)
    text = packed.decode("latin-1")
    return f"<</Length {len(packed)}/Filter/FlateDecode{more}>>stream\n{text}\nendstream"


def pdf(objects: Iterable[str], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{content}\nendobj\n".encode("latin-1")
    start = len(body)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(places) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode()
    body += f"trailer<</Root 1 0 R/Size {size}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(body)


def unicode_map(text: str) -> bytes:
    """A ToUnicode map in which each code is the letter itself."""
    letters = sorted(set(text))
    blocks = []
    for at in range(0, len(letters), 100):
        rows = [f"<{ord(x):04X}> <{ord(x):04X}>" for x in letters[at : at + 100]]
        blocks.append(f"{len(rows)} beginbfchar\n" + "\n".join(rows) + "\nendbfchar\n")
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + "".join(blocks)
        + "endcmap end end"
    ).encode()


def written_pdf(pages: list[str], trailer: str = "") -> bytes:
    """A PDF with one text for each page, lines broken at ends of line."""
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/Made/Encoding/Identity-H"
        "/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Made/DW 600"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        stream(unicode_map("".join(pages))),
    ]
    for at, page in enumerate(pages):
        lines = (f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in page.split("\n"))
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {7 + 2 * at} 0 R>>",
            stream(("BT /F 12 Tf 14 TL 40 800 Td " + " ".join(lines) + " ET").encode()),
        ]
    return pdf(objects, trailer)


def locked_pdf() -> bytes:
    """A PDF that asks for a password that nobody has."""
    lock = f"<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>"
    return written_pdf(["a"], f"/Encrypt {lock}/ID[<{'00' * 16}><{'00' * 16}>]")


def endless_pdf() -> bytes:
    """A PDF of a few kilobytes whose one page draws a million million letters."""
    letters = b"BT /F 1 Tf " + b"<0041> Tj " * 100 + b"ET "
    more = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    forms = [
        stream(
            letters if at == 11 else b"/X Do " * 10,
            f"{more}/Resources<</XObject<</X {at + 1} 0 R>>/Font<</F 4 0 R>>>>",
        )
        for at in range(5, 12)
    ]
    return pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Contents 12 0 R"
            "/Resources<</XObject<</X 5 0 R>>>>>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *forms,
            stream(b"/X Do " * 1000),
        ]
    )


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def types(**parts: str) -> str:
    """The list of a DOCX's parts; ``footnotes="word/footnotes.xml"`` adds one."""
    listed = {"document.main": MAIN, **parts}
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>'
        for kind, name in listed.items()
    )
    name = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{name}">{rows}</Types>'


def part(inside: str, root: str = "document") -> str:
    """One part of a DOCX in WordprocessingML."""
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return f'<w:{root} xmlns:w="{W}" xmlns:mc="{mc}">{inside}</w:{root}>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(inside: str, parts: dict[str, bytes | str] | None = None, **listed: str) -> bytes:
    """A DOCX with this body, and further parts."""
    return packed({TYPES: types(**listed), MAIN: part(inside), **(parts or {})})
