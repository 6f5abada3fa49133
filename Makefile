# SPDX-License-Identifier: Apache-2.0
# Needs python3 (3.11 or newer) and make; everything else goes into .venv.
# Another interpreter:  make PYTHON=python3.12 test     Options for the demo:  make demo ARGS=--no-serve

PYTHON = python3
ARGS =
VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check
PYTEST = $(BIN)/python -m pytest -p tests.offline
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet

.PHONY: help demo test check test-fast test-crash test-browser bench pictures glossary method catalogues errors-page vectors verifier lock clean

help:
	@echo "make demo         build the example archive and open the desk (ARGS=--no-serve stops before)"
	@echo "make test         lint, types, import contracts and the tests, without network"
	@echo "make test-crash   the slow tests: killed processes, flipped bytes, full disks"
	@echo "make test-browser the desk in a real Chromium, which must be installed: stories, accessibility, widths"
	@echo "make check        lint, types and import contracts only"
	@echo "make bench        the table of measured speeds"
	@echo "make pictures     take the pictures of the desk again (needs chromium)"
	@echo "make glossary     write docs/glossary.md again from the vocabulary"
	@echo "make method       write the tables of docs/method again (DATA=folder of published tables, LISTS=of lists, CIVIC=of ratings)"
	@echo "make catalogues   collect the messages, compile the translations"
	@echo "make errors-page  write docs/errors.md again from the classes"
	@echo "make vectors      write the golden vectors of the format again"
	@echo "make verifier     join docs/verify/verifier.html again from its source"
	@echo "make lock         choose the newest allowed dependencies, with hashes"
	@echo "make clean        remove .venv and the caches; archives are left alone"

# The environment: a stamp per set of packages, so that a second run installs nothing.

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Kuzat needs Python 3.11 or newer; '$(PYTHON)' is older or missing."; \
		echo "Install a newer one, then run for example: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "'$(PYTHON)' cannot make a virtual environment."; \
		echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp requirements.lock pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/browser.stamp: $(VENV)/dev.stamp requirements-browser.lock
	$(PIP) install --quiet --require-hashes -r requirements-browser.lock
	@touch $@

demo: $(VENV)/run.stamp
	$(BIN)/kuzat demo --dossier dossiers/kyrgyzstan $(ARGS)

test: check
	$(PYTEST) -n auto -m "not slow and not browser" $(ARGS)

test-fast: $(VENV)/dev.stamp
	$(PYTEST) -x -m "not slow and not browser" $(ARGS)

test-crash: $(VENV)/dev.stamp
	$(PYTEST) -m slow $(ARGS)

test-browser: $(VENV)/browser.stamp
	@$(BIN)/python tools/browser.py
	$(PYTEST) -m browser tests/screens $(ARGS)

check: $(VENV)/dev.stamp
	$(BIN)/ruff check src tests tools bench
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench $(ARGS)

pictures: $(VENV)/run.stamp
	$(BIN)/python tools/pictures.py

glossary: $(VENV)/run.stamp
	$(BIN)/python tools/glossary.py

method: $(VENV)/run.stamp
	$(BIN)/python tools/estimation_page.py $(if $(DATA),--data $(DATA)) $(ARGS)
	$(if $(LISTS),$(BIN)/python tools/linkage_page.py --data $(LISTS))
	$(if $(CIVIC),$(BIN)/python tools/civic_page.py --data $(CIVIC))

catalogues: $(VENV)/run.stamp
	$(BIN)/python tools/catalogues.py

errors-page: $(VENV)/run.stamp
	$(BIN)/python tools/errors_page.py

vectors: $(VENV)/run.stamp
	$(BIN)/python tools/vectors.py

verifier: $(VENV)/run.stamp
	$(BIN)/python tools/verifier.py

lock: $(VENV)/dev.stamp
	$(PIP) install --quiet uv
	$(COMPILE) --upgrade --group build -o requirements.lock
	$(COMPILE) --upgrade --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) --upgrade --group browser -c requirements-dev.lock -o requirements-browser.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
