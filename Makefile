# Two commands matter: `make demo` shows the toolkit at work, `make test` proves it.
# Both start from nothing but Python 3.11+ and make, and may be repeated.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
ORACLES := build/oracles

.PHONY: demo test oracles lint types contracts check bench docs texts screenshots clean

demo: $(STAMP)
	@$(BIN)/python scripts/demo.py

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile

# Agreement against other implementations, in an environment of their own: no part of the
# toolkit needs them, and some are under licences that it could not take in.
oracles: $(ORACLES)/.installed
	$(ORACLES)/bin/python -m pytest --noconftest -p no:cacheprovider -rs tests/agreement/test_oracles.py

$(ORACLES)/.installed: pyproject.toml
	@$(PYTHON) -m venv $(ORACLES)
	@$(ORACLES)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(ORACLES)/bin/python -m pip install --quiet --disable-pip-version-check --group oracles
	@touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

check: lint types contracts test

bench: $(STAMP)
	$(BIN)/python -m benchmarks

docs: $(STAMP)
	$(BIN)/python scripts/document_cli.py
	$(BIN)/python scripts/document_keys.py
	$(BIN)/python -m benchmarks.bench_keystrokes

texts: $(STAMP)
	$(BIN)/python scripts/extract_texts.py

screenshots: $(STAMP)
	$(BIN)/python scripts/screenshots.py

# torch first and pinned: left to itself pip picks a build with gigabytes of CUDA.
$(STAMP): pyproject.toml constraints.txt
	@echo "installing into $(VENV) (a few minutes the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[themes,models,dev]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) .qct .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
