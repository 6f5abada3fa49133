# SPDX-License-Identifier: Apache-2.0
"""The languages of the house, and Uzbek written in Cyrillic letters.

In: text in Uzbek Latin, of 1995 (oʻ gʻ sh ch, any apostrophe) or of 2026 (ö ğ ş ç).
Out: the same text in Uzbek Cyrillic. Digits, punctuation, Roman numbers and names of file formats
stay, and so does every word with a letter that Uzbek does not have (c, w).
Never: a guess at a name; a word that is not in the list below follows the letters alone.

The letters are those of the Cyrillic alphabet of 1940. Latin does not write the soft sign, and has
s for some ц: those words are listed, by their beginning, since endings follow.
"""

import re

LANGUAGES = ("en", "ru", "ky", "uz", "uz-Cyrl")

APOSTROPHES = "'ʻʼ’‘`´ʹ′"
LETTERS = dict(zip("abdefghijklmnopqrstuvxyz", "абдефгҳижклмнопқрстувхйз", strict=True))
LETTERS |= {"sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е"}
LETTERS |= dict(zip("öğşç", "ўғшч", strict=True))
TURNED = {"o": "ў", "g": "ғ", "s": "с"}
VOWELS = "aeiouö"

LETTER = "[A-ZÖĞŞÇa-zöğşç]"
WORD = re.compile(rf"{LETTER}(?:{LETTER}|[{APOSTROPHES}](?={LETTER})|(?<=[ogOG])[ʻ‘`ʼ])*")
SIGN = re.compile(
    # ц in loans: politsiya, protsent, meditsina, aksiya; not in aytsa, aytsin or shafqatsiz.
    r"(?P<loan>ts(?!h|a|iz(?!m)|in(?!a))|(?<=[kpn])s(?=iya))"
    rf"|[og][{APOSTROPHES}]|s[{APOSTROPHES}](?=h)|sh|ch|yo(?![{APOSTROPHES}])|y[uae]"
    rf"|[a-zöğşç]|[{APOSTROPHES}]",
    re.I,
)
# Kept in Latin: formats and Roman numbers; words with c or w, or with a capital inside (YouTube).
KEPT = re.compile(
    r"(API|BCP|CSV|DNS|EDTF|EXIF|GPS|HTML|HTTPS?|ID|IP|ISO|JPE?G|JSON|PDF|PNG|QR|SHA|SIM|SQL|SVG"
    r"|URL|USB|UTC|UTF|VPN|XLSX|XML|ZIP|(?=[IVXL]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    r"|.*[wW].*|.*[cC](?![hH]).*|[A-Za-z]*(?<!Sh)(?<!Ch)(?<=[a-z])[A-Z].*)((?:ch|[abd-vx-z])*)"
)

# What Latin does not say, by the word's beginning.
LISTED = """
adyutant адъютант albom альбом aprel апрель batalyon батальон byulleten бюллетень dekabr декабрь
detal деталь fevral февраль film фильм gospital госпиталь intervyu интервью iyul июль iyun июнь
kanselyariya канцелярия kansler канцлер karyera карьера kompyuter компьютер konsepsiya концепция
konsern концерн konsert концерт konslager концлагерь kontrol контроль kuryer курьер lager лагерь
medal медаль model модель noyabr ноябрь obyekt объект oktabr октябрь oktyabr октябрь parol пароль
pavilyon павильон pensiya пенсия premyer премьер pyesa пьеса relyef рельеф sement цемент
sentabr сентябрь sentyabr сентябрь senzura цензура sirk цирк subyekt субъект sudya судья
vaksina вакцина yanvar январь
"""
LOANS = dict(re.findall(r"(\S+) (\S+)", LISTED))
LOAN = re.compile(rf"(?!sirka)(?:{'|'.join(LOANS)})", re.I)


def to_cyrillic(text: str) -> str:
    """Uzbek Latin in Cyrillic letters: Oʻzbekiston is Ўзбекистон. Small and capital letters stay."""
    return WORD.sub(_word, text)


def _word(found: re.Match[str]) -> str:
    word = found[0]
    kept = KEPT.fullmatch(word)
    if kept is not None:
        return kept[1] + SIGN.sub(_letter, kept[2])
    loan = LOAN.match(word)
    if loan is None:
        return SIGN.sub(_letter, word)
    written = LOANS[loan[0].lower()]
    if loan.end() < len(word):  # январь, but январда and альбоми: an ending takes the last ь
        written = written.removesuffix("ь")
    rest = "".join(_letter(sign) for sign in SIGN.finditer(word, loan.end()))
    return _as_big(written, loan[0], word) + rest


def _letter(found: re.Match[str]) -> str:
    """One letter of Latin in Cyrillic; a double letter keeps its capital: Sh, SH."""
    sign = found[0].lower()
    before = found.string[max(found.start() - 1, 0) : found.start()].lower()
    if found["loan"]:
        written = "ц"
    elif sign == "e" and (not before or before in VOWELS):
        written = "э"
    elif sign in APOSTROPHES:
        written = "ъ"
    elif sign[-1] in APOSTROPHES:
        written = TURNED[sign[0]]
    else:
        written = LETTERS[sign]
    return _as_big(written, found[0], found.string)


def _as_big(written: str, sign: str, word: str) -> str:
    if sign.isupper() and (len(sign) == 1 or word.isupper()):
        return written.upper()
    return written[0].upper() + written[1:] if sign[0].isupper() else written
