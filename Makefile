# Two commands do it all on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
# The whole proof of docs/reliability.md ends within this time.
FAULTS_SECONDS := 900
# Only `make test` needs these; each is a Debian package.
TEST_PACKAGES := mosquitto espeak-ng chromium

.PHONY: run install test pages pictures faults lint schema golden bench setup clean
.DEFAULT_GOAL := run

run: .venv/installed
	@$(BIN)/kaveri run number-friends --persona eager_child --language en --pace 4

# All that a station needs, and nothing of the tests.
install: .venv/installed

# What is compiled once serves every program that the tests start, also where the shell forbids to keep it.
# In their order, files with few but long tests do not come last, when one core would wait for the other.
test: setup
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m 'not whole'

# Every page in a real Chromium; `make test` has the two taps and the sign-in of them.
pages: setup
	@$(BIN)/python -m pytest tests/browser

# Every page in each look, on a tablet and on a phone, to be looked at.
pictures: setup
	@$(BIN)/python -m tests.browser.pictures build/pictures

faults: setup
	@KAVERI_FAULTS=full timeout $(FAULTS_SECONDS) $(BIN)/python -m pytest tests/faults

lint: .venv/developer
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

schema: .venv/developer
	@$(BIN)/python -m scenarios.language.editors
	@$(BIN)/python -m scenarios.language.reference

golden: .venv/developer
	@$(BIN)/python -m tests.golden

bench: setup
	@$(BIN)/python -m tests.bench

setup: .venv/developer
	@sh .ci/packages $(TEST_PACKAGES)

.venv/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh .ci/packages python3-venv
	@$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing Kaveri into .venv (once; a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/developer: .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv build *.egg-info
