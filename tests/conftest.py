# SPDX-License-Identifier: Apache-2.0
"""What every test may ask for."""

import gc
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from tests.template import Template

from kuzat.keys import cost
from kuzat.store import Archive

# A shell starts jobs in the background with Ctrl+C ignored, which the programs under test would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Speed is measured in bench/; a busy machine is no fault of the code.
settings.register_profile("kuzat", deadline=None)
settings.load_profile("kuzat")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end; the garbage collector need not walk them each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def stretched_once() -> Iterator[None]:
    """Work out each passphrase once, with its salt and cost: thousands of tests unlock the same archives.

    The answers are Argon2's own. A process that a test starts works out its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cost, "stretched", cache(cost.stretched))
        yield


@pytest.fixture
def shared() -> Path:
    """The founders' shared data beside the checkout; tests on it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("shared data is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """One archive that tests copy instead of making their own."""
    return Template.make(tmp_path_factory.mktemp("template") / "template.archive")


@pytest.fixture
def archive(template: Template, tmp_path: Path) -> Iterator[Archive]:
    """An archive of this test alone, with nothing in it but its vocabulary."""
    with template.copy(tmp_path / "a.archive") as copy:
        yield copy
