# Two commands matter: `make demo` shows the toolkit at work, `make test` proves it.
# Both start from nothing but Python 3.11+ and make, and may be repeated.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint types contracts check bench docs screenshots clean

demo: $(STAMP)
	@$(BIN)/python scripts/demo.py

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile

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
