# What a developer does, one target each. The virtual environment is made when a target first needs it, and brought up
# to date when pyproject.toml or constraints.txt changed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
RUNS := .venv/runs
READY := .venv/ready
CHROMIUM := /usr/bin/chromium
LANGUAGES := zh en
TRANSLATION_TESTS := $(wildcard tests/test_languages.py)
PYTEST_ARGS ?=

# The newest Python that really runs (a shim may only pretend to) and is new enough.
PYTHON ?= $(firstword $(foreach name,python3.14 python3.13 python3.12 python3.11 python3,\
	$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))

.PHONY: help
help:  ## list these targets
	@sed -nE 's/^([a-z]+):.*  ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

.PHONY: demo
demo: $(RUNS)  ## a small study to try: SQLite, no token, no other server
	$(BIN)/anhao demo

.PHONY: test
test: $(READY) browser  ## the whole suite but the long proofs; PYTEST_ARGS is passed on
	$(BIN)/pytest --numprocesses auto --dist worksteal -m "not proof" $(PYTEST_ARGS)

.PHONY: proofs
proofs: $(READY)  ## the long proofs
	$(BIN)/pytest -m proof --timeout 3600 $(PYTEST_ARGS)

.PHONY: check
check: $(READY)  ## format, lint, types, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(if $(TRANSLATION_TESTS),$(BIN)/pytest --quiet $(TRANSLATION_TESTS))

.PHONY: format
format: $(READY)  ## format, and mend what can be mended safely
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Sentences keep their translations; nothing is guessed, wrapped or dated, so a diff shows words and nothing else.
.PHONY: translations
translations: $(READY)  ## bring locales/ up to date with the sentences in the code
	@template=$$(mktemp --suffix .pot) && trap 'rm -f "$$template"' EXIT && \
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --no-default-keywords --keyword _ --no-wrap \
		--add-location file --add-comments Translators: --project Anhao --output-file "$$template" \
		--header-comment '# Translations template for PROJECT.' . && \
	for language in $(LANGUAGES); do \
		$(BIN)/pybabel --quiet update --input-file "$$template" --output-dir locales --locale $$language --init-missing \
			--no-fuzzy-matching --ignore-obsolete --no-wrap && \
		sed -i -E '/^"(POT-Creation-Date|PO-Revision-Date|Project-Id-Version|Report-Msgid-Bugs-To|Last-Translator|Language-Team|Generated-By): /d' \
			locales/$$language/LC_MESSAGES/messages.po || exit 1; \
	done

.PHONY: bench
bench: $(READY)  ## measure; the benchmarks have requirements of their own
	$(BIN)/pip install -qq --disable-pip-version-check --constraint constraints.txt --requirement tests/bench/requirements.txt
	$(BIN)/python -m tests.bench

.PHONY: browser
browser: $(CHROMIUM)  ## Debian's chromium and a Chinese font, for the browser tests

$(CHROMIUM):
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	then echo "Installing chromium for the browser tests." && apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium fonts-wqy-microhei; \
	else echo "The browser tests need chromium: run 'apt-get install chromium fonts-wqy-microhei' as root."; fi

.PHONY: pictures
pictures: $(READY) browser  ## the README's pictures, taken anew by the browser tests
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	SHOTS=$$folder $(BIN)/pytest --quiet tests/web -k "week_of_diaries or (correction and with-script)" && \
	$(BIN)/python -c 'import sys; from PIL import Image; [Image.open(f"{sys.argv[1]}/{shot}.png").quantize(64).save(f"docs/pictures/{name}.png", optimize=True) for shot, name in (("3-daily-script", "phone"), ("readme-doctor-script", "doctor"))]' $$folder

.PHONY: clean
clean:  ## remove what these targets made, never a study's database or keys
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find bot conversations tests -name __pycache__ -prune -exec rm -rf {} +

# What runs is set up apart from what develops, so that the demo need not wait for tools it does not use.
$(RUNS): pyproject.toml constraints.txt
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "No Python 3.11 or newer was found: install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
		then echo "$(PYTHON) has no venv module: installing Debian's python3-venv." && apt-get -qq update && apt-get -qq install --yes --no-install-recommends python3-venv; \
		else echo "$(PYTHON) has no venv module: run 'apt-get install python3-venv' as root, then try again." >&2; exit 1; fi; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -qq --disable-pip-version-check --no-compile --constraint constraints.txt --editable .
	@touch $@

$(READY): $(RUNS)
	$(BIN)/pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
