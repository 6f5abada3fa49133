# SPDX-License-Identifier: Apache-2.0
"""The parts of a DOCX that are the same for every document, and frames around what is not (ECMA-376-1)."""

from collections.abc import Iterable

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
W = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}"'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The parts beside the text, in the order of their relations.
BESIDE = ("styles", "numbering", "settings", "footnotes", "footer")
FILES = {"footer": "footer1"}

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{FILES.get(name, name)}.xml" ContentType="{WORD}.{name}+xml"/>'
        for name in BESIDE
    )
    + '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/>'
    "</Relationships>"
)
SETTINGS = (
    f'{HEAD}<w:settings {W}><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    "</w:settings>"
)
FOOTER = (
    f'{HEAD}<w:ftr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)
TABLE_PROPERTIES = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="666666"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
)
BOX = "".join(
    f'<w:{side} w:val="single" w:sz="12" w:space="4" w:color="111111"/>'
    for side in ("top", "left", "bottom", "right")
)
KEPT = "<w:keepNext/>"


def _heading(level: int, before: int) -> str:
    return f'{KEPT}<w:spacing w:before="{before}" w:after="80"/><w:outlineLvl w:val="{level}"/>'


# Id, properties of the paragraph, properties of the run.
PARAGRAPH_STYLES = (
    ("Title", KEPT + '<w:spacing w:after="240"/>', '<w:b/><w:sz w:val="34"/>'),
    ("Heading1", _heading(0, 280), '<w:b/><w:sz w:val="28"/>'),
    ("Heading2", _heading(1, 200), '<w:b/><w:sz w:val="25"/>'),
    ("Heading3", _heading(2, 160), "<w:b/><w:i/>"),
    ("Quote", '<w:ind w:left="567" w:right="284"/>', ""),
    ("Warning", f"<w:pBdr>{BOX}</w:pBdr>", ""),
    ("Small", "", '<w:sz w:val="19"/>'),
    ("Caption", '<w:spacing w:after="80"/>', '<w:b/><w:sz w:val="20"/>'),
    ("ListParagraph", '<w:spacing w:after="60"/><w:ind w:left="567" w:hanging="340"/>', ""),
    ("TableText", '<w:spacing w:after="0"/>', '<w:sz w:val="20"/>'),
    ("FootnoteText", '<w:spacing w:after="0"/>', '<w:sz w:val="19"/>'),
)


def document(inner: str) -> str:
    """The text, on A4 with a page number at its foot."""
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="r{BESIDE.index("footer") + 1}"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1276" w:right="1276" w:bottom="1276" w:left="1276"'
        ' w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    return f"{HEAD}<w:document {W}><w:body>{inner}{section}</w:body></w:document>"


def core(title: str, language: str) -> str:
    """The properties of the file: what it is called and its language, nothing else."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"
    )


def relations(pictures: int) -> str:
    """What the text refers to."""
    beside = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{name}" Target="{FILES.get(name, name)}.xml"/>'
        for n, name in enumerate(BESIDE, 1)
    )
    images = "".join(
        f'<Relationship Id="p{n}" Type="{OFFICE}/image" Target="media/image{n}.png"/>'
        for n in range(1, pictures + 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{beside}{images}</Relationships>'


def styles(language: str) -> str:
    """The styles; the font is one that every office program has or replaces by an equal one."""
    font = "Times New Roman"
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{_named(id_)}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>'
        for id_, ppr, rpr in PARAGRAPH_STYLES
    )
    return (
        f"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:eastAsia="{font}"/>'
        f'<w:sz w:val="24"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"</w:style>{named}"
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
    )


def _named(id_: str) -> str:
    """The name by which office programs know a style."""
    known = {"ListParagraph": "List Paragraph", "FootnoteText": "footnote text", "Caption": "caption"}
    return known.get(id_, id_.replace("Heading", "heading "))


def numbering(lists: Iterable[int]) -> str:
    """Bullets under number 1, and each ordered list under its own, from one on."""
    ordered = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in lists
    )
    return (
        f"{HEAD}<w:numbering {W}>{_abstract(0, 'bullet', '•')}{_abstract(1, 'decimal', '%1.')}"
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{ordered}</w:numbering>'
    )


def _abstract(id_: int, kind: str, text: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{id_}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="567" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>'
    )


def footnotes(notes: Iterable[str]) -> str:
    """The notes, after the two lines that part them from the text."""
    lines = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    return f"{HEAD}<w:footnotes {W}>{lines}{''.join(notes)}</w:footnotes>"


def blank(label: str, empty: str) -> str:
    """A field that a person fills in, which tells by its label what belongs there."""
    return (
        f'<w:p><w:sdt><w:sdtPr><w:alias w:val="{label}"/><w:showingPlcHdr/><w:text/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{empty}</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )


def drawing(number: int, alternative: str, wide: int, high: int) -> str:
    """A picture in a line of text."""
    picture = f"{DRAWING}/picture"
    return (
        f'<w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing">'
        f'<wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="{alternative}"/>'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{picture}"><pic:pic xmlns:pic="{picture}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="p{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
