# Two commands do everything: `make plan` and `make test`. Both make the environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COUNTY := data/counties/云川县.xlsx
OUT := plans/云川县-2026

.PHONY: plan test test-fast coverage environment check messages reference docs

plan: $(VENV)/.made
	$(BIN)/rotation plan $(COUNTY) --year 2026 --out $(OUT)

test: $(VENV)/.made-dev check
	$(BIN)/python -m pytest

# What a change is tried with again and again: without the slow tests and those that want other programs.
test-fast: $(VENV)/.made-dev
	$(BIN)/python -m pytest -m "not slow and not program"

# What no test comes by, of lines and branches; the reader's process and the workers counted in.
coverage: $(VENV)/.made-dev
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

check: $(VENV)/.made-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

environment: $(VENV)/.made-dev

# After a change to a message: translate what is new in messages.po, then run this.
messages: $(VENV)/.made-dev
	$(BIN)/pybabel extract -F babel.cfg -k say -k N_ --no-location -o rotation/locale/messages.pot .
	$(BIN)/pybabel update -d rotation/locale -D messages -i rotation/locale/messages.pot --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel compile -d rotation/locale -D messages

# The reference of the commands in docs/, after a change to one, and what the examples of docs/python.md print.
reference: $(VENV)/.made-dev
	$(BIN)/python -m docs.reference
	$(BIN)/python -m docs.examples

# The documentation as a site under build/site; a broken link fails it.
docs: $(VENV)/.made-docs
	$(BIN)/mkdocs build --strict --quiet

$(VENV)/.made-docs: $(VENV)/.made-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[docs]"
	touch $@

$(VENV)/.made: setup.cfg pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.made-dev: $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@
