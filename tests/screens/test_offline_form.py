# SPDX-License-Identifier: Apache-2.0
"""A form from a stick, filled in without any network, sealed, handed in; the browser keeps nothing of it."""

import base64
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from tests.forms import RFC_9180
from tests.people import open_as
from tests.screens.served import desk, is_too_wide, unlock
from tests.screens.test_every_page import violations
from tests.template import Template

from kuzat.collection.offline import make_page
from kuzat.store import access_receipt, access_submission, make_form, reader_of
from kuzat.terms import load

Open = Callable[..., BrowserContext]
PHONE = {"width": 360, "height": 640}
WORDS, PLACE = "Түнкүсүн алып кетишти Айгерим", "мектептин жанында"
EXIF = b"GPS 42.8746 74.5698"
PHOTO = (
    b"\xff\xd8\xff\xe1\x00\x15" + EXIF + b"\xff\xdb\x00\x03\x00\xff\xda\x00\x03\x01\x12\x34\xff\xd9"
)
PUBLISHED = """async ({ content, to, info, beside, sender }) => {
  const written = (of) => btoa(String.fromCharCode(...bytes(of)));
  const url = (of) => written(of).replace(/[+]/g, "-").replace(/[/]/g, "_").replace(/=/g, "");
  const jwk = { kty: "OKP", crv: "X25519", x: url(sender.x) };
  const as = { name: "X25519" };
  const pair = {
    privateKey: await crypto.subtle.importKey("jwk", { ...jwk, d: url(sender.d) }, as, true, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", jwk, as, true, []),
  };
  return hex(await sealTo(bytes(content), bytes(to), bytes(info), pair, bytes(beside)));
}"""
VOICE = b"OggS Aigerim says what she allows"


def blank_page(template: Template, office: Path, page: Path, purpose: str) -> None:
    """An office, and a form of it that nobody has filled in."""
    with template.copy(office) as archive:
        blank = make_form(archive, purpose)
        page.write_text(make_page(blank, "en", archive.vocabulary), encoding="utf-8")


def form(page: Page, path: Path) -> list[str]:
    """Open it from the disk, with the network cut; what it would have loaded."""
    asked: list[str] = []
    page.context.set_offline(True)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector("#error", state="attached")
    return asked


def speak(page: Page, language: str) -> None:
    """Press a button at the top of the form."""
    page.click(f'[data-tag="{language}"]')
    assert page.get_attribute("html", "lang") == language


def fill_in(page: Page, folder: Path) -> None:
    page.fill('[name="information.testimony"]', WORDS)
    page.fill('[name="event.start"]', "2024-жылдын майы")
    page.eval_on_selector('[name="consent.callback"]', "one => { one.value = '\\ud83d'; }")
    page.fill('[name="event.place"]', PLACE)
    page.select_option('[name="event.region"]', "KG-O")
    page.check('[name="consent.purpose"][value="purpose.record"]')
    (folder / "IMG_20240503_Aigerim.JPG").write_bytes(PHOTO)
    (folder / "voice.ogg").write_bytes(VOICE)
    page.set_input_files("#f-evidence", folder / "IMG_20240503_Aigerim.JPG")
    page.set_input_files("#f-consent", folder / "voice.ogg")
    page.wait_for_selector("#f-consent + div p")


def sealed(page: Page) -> bytes:
    """The file that is saved."""
    with page.expect_download() as saved:
        page.click("button.main")
    return Path(saved.value.path()).read_bytes()


def asks_before_leaving(page: Page) -> bool:
    """Whether the page holds back whoever would leave it."""
    ask = "() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    return bool(page.evaluate(ask))


def accepted(page: Page, address: str, file: Path) -> str:
    """Give the file to a desk; the address of what came of it."""
    page.context.set_offline(False)
    unlock(page, address, "coder")
    page.goto(f"{address}/inbox")
    page.set_input_files("#sealed", file)
    page.click("form.upload button.main")
    page.wait_for_url("**/inbox/inf-*")
    return page.url.rpartition("/")[2]


def test_a_form_is_filled_in_in_kyrgyz_without_a_network_and_accepted_at_the_desk(
    open_browser: Open, kept: Path, template: Template, tmp_path: Path
) -> None:
    office, given = tmp_path / "office.archive", tmp_path / "given"
    given.mkdir()
    blank_page(template, office, tmp_path / "form.html", "form_purpose.testimony")
    context = open_browser()
    page = context.pages[0]
    page.set_viewport_size(PHONE)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    asked = form(page, tmp_path / "form.html")
    for language in ("ru", "uz", "uz-Cyrl", "ky"):
        speak(page, language)
        assert load().property("information.testimony").label(language) in page.inner_text("main")
    assert not is_too_wide(page)
    assert violations(page) == []
    page.click("button.main")
    assert page.inner_text("#error") != "", "a form with nothing in it is not saved"
    fill_in(page, given)
    page.click("button.main")
    assert page.locator("#receipt").count() == 0, "a sound is sent as it is only if one says so"
    page.check("#f-consent + div input")
    sealed_file = given / "sealed"
    sealed_file.write_bytes(sealed(page))
    code = page.inner_text("#receipt")
    assert WORDS not in page.content()
    assert asks_before_leaving(page), "some phones block what a page saves"
    with page.expect_download() as again:
        page.click("#kept button:not(.main)")
    assert Path(again.value.path()).read_bytes() == sealed_file.read_bytes()
    page.click("#kept button.main")
    assert page.locator("#kept").count() == 0
    assert page.inner_text("#receipt") == code
    assert not asks_before_leaving(page)
    assert (faults, [one for one in asked if not one.startswith(("file:", "blob:"))]) == ([], [])
    with desk(office, template) as address:
        information = accepted(page, address, sealed_file)
    context.close()
    with open_as(office, template.unlocked, "coder") as archive:
        assert access_receipt(archive, reader_of(archive), code) == "intake.waiting"
        told = access_submission(archive, reader_of(archive), information, "to record it")
    assert told.language == "ky"
    assert dict(told.said)["information.testimony"] == WORDS
    assert dict(told.said)["consent.callback"] == "\ufffd"
    photo, voice = told.attachments
    assert (photo.name, photo.is_unchanged, EXIF in photo.content) == ("1.jpg", False, False)
    assert (voice.content, voice.role, voice.is_unchanged) == (VOICE, "consent", True)
    assert residue(kept, information) != [], "the history is on this disk, so this search finds what is there"
    for words in (WORDS, PLACE, "Айгерим", code, code.replace(" ", ""), EXIF.decode()):
        assert residue(kept, words) == [], words


def test_how_many_is_written_in_digits(open_browser: Open, template: Template, tmp_path: Path) -> None:
    blank_page(template, tmp_path / "office.archive", tmp_path / "form.html", "form_purpose.incident")
    page = open_browser().pages[0]
    form(page, tmp_path / "form.html")
    for wrong in ("-3", "1" * 5000, "some"):
        page.fill('[name="act.number_min"]', wrong)
        page.click("button.main")
        assert "digits" in page.inner_text("#error")
    page.fill('[name="act.number_min"]', "12")
    assert sealed(page)


def test_the_form_seals_the_published_vector_in_the_browser(
    open_browser: Open, template: Template, tmp_path: Path
) -> None:
    """RFC 9180 by the browser's own X25519, HMAC and AES-GCM, not by those of another engine."""
    blank_page(template, tmp_path / "office.archive", tmp_path / "form.html", "form_purpose.incident")
    page = open_browser().pages[0]
    form(page, tmp_path / "form.html")
    assert page.evaluate(PUBLISHED, RFC_9180) == RFC_9180["sealed"]


def residue(folder: Path, words: str) -> list[Path]:
    """The files that hold words in one of the ways in which a browser writes."""
    ways = [words.encode(), words.encode("utf-16-le"), base64.b64encode(words.encode())]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if any(way in file.read_bytes() for way in ways)]


def test_a_browser_that_cannot_seal_says_so_and_takes_nothing(
    open_browser: Open, template: Template, tmp_path: Path
) -> None:
    path = tmp_path / "form.html"
    blank_page(template, tmp_path / "office.archive", path, "form_purpose.incident")
    page = open_browser().pages[0]
    page.add_init_script("delete Object.getPrototypeOf(crypto).subtle")
    page.goto(path.as_uri())
    page.wait_for_selector("h1")
    assert "cannot seal" in page.inner_text("main")
    assert page.locator("button.main").count() == 0
    assert page.locator("main input:enabled, main textarea:enabled, main select:enabled").count() == 0
    assert page.is_hidden(".paper")
    page.emulate_media(media="print")
    assert "not sealed" in page.inner_text("main"), "what is true of the file is not of the paper"
    assert page.is_hidden(".screen >> nth=1")
    assert page.is_visible(".lines li >> nth=0"), "on paper one sees what can be chosen"
