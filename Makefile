# Two commands matter: `make demo` shows the toolkit at work, `make test` proves it.
# Both start from nothing but Python 3.11+ and make, and may be repeated.

# `make test PYTHON=python3.13 VENV=build/venv313 EXTRAS=dev` tests with another Python in an
# environment of its own and without the models; tests that need those are skipped and say so.
PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= language,encryption,suggest,themes,report,dev
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
ORACLES := build/oracles
LOWEST := build/lowest

.PHONY: demo test test-lowest oracles acceptance lint types contracts check fuzz bench bench-quick coverage docs texts screenshots clean

demo: $(STAMP)
	@$(BIN)/python scripts/demo.py

# With COVERAGE=yes it also prints the share of lines that ran; build/coverage/html shows each.
# The figure is there to be looked at; no threshold is set.
test: export COVERAGE_FILE = build/coverage/data
test: $(STAMP)
	@mkdir -p build/coverage
	$(BIN)/python -m pytest -n auto --dist loadfile -m 'not long' $(if $(COVERAGE),--cov --cov-report=)
	@test -z "$(COVERAGE)" || $(BIN)/python -m coverage html --quiet --directory build/coverage/html
	@test -z "$(COVERAGE)" || echo "lines of toolkit that the tests run: $$($(BIN)/python -m coverage report --format=total) %"

# On the lowest versions that pyproject.toml allows, without the models.
test-lowest: $(LOWEST)/.installed
	$(LOWEST)/bin/python -m pytest -n auto --dist loadfile -m 'not models and not long'

$(LOWEST)/.installed: pyproject.toml constraints-lowest.txt
	@echo "installing the lowest versions into $(LOWEST) ..."
	@test -x $(LOWEST)/bin/python || $(PYTHON) -m venv $(LOWEST)
	@$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-lowest.txt -e '.[dev]'
	@touch $@

# Agreement against other implementations, and figures of two kinds of studies computed again
# from plain files, in an environment of their own: no part of the toolkit needs these programs, and
# some are under licences that it could not take in. About six minutes; it prints how many figures
# were compared.
oracles: $(ORACLES)/.installed
	$(ORACLES)/bin/python -m pytest --noconftest -p no:cacheprovider -p tests.oracles.plugin -rs tests/agreement/test_oracles.py tests/oracles

$(ORACLES)/.installed: pyproject.toml
	@$(PYTHON) -m venv $(ORACLES)
	@$(ORACLES)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(ORACLES)/bin/python -m pip install --quiet --disable-pip-version-check -e . --group oracles
	@touch $@

# What is slow and needs other programs: oracles, peers, LibreOffice, Chromium, R, the README.
acceptance: $(STAMP)
	$(BIN)/python scripts/acceptance.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

check: lint types contracts test

# Settings, environments and files that nothing expects, other ones in each run; FUZZ=N examples of
# each property.
fuzz: $(STAMP)
	QCT_FUZZ=$(or $(FUZZ),3000) $(BIN)/python -m pytest -n auto -q tests/test_config.py tests/formats/test_round_trips.py

bench: $(STAMP)
	$(BIN)/python -m benchmarks

# Every benchmark on a small case, so that none breaks unseen; no budget is judged.
bench-quick: $(STAMP)
	$(BIN)/python -m benchmarks --quick

# How often intervals of agreement contain the true value, on simulated coders; about forty minutes.
# QUICK=yes measures a few cells in a minute or two.
coverage: $(STAMP)
	$(BIN)/python -m benchmarks.coverage $(if $(QUICK),--quick)

docs: $(STAMP)
	$(BIN)/python scripts/document_cli.py
	$(BIN)/python scripts/document_keys.py
	$(BIN)/python -m benchmarks.bench_keystrokes

texts: $(STAMP)
	$(BIN)/python scripts/extract_texts.py

screenshots: $(STAMP)
	$(BIN)/python scripts/screenshots.py

# torch first and pinned, where the extras need it: left to itself pip picks a build with
# gigabytes of CUDA.
$(STAMP): pyproject.toml constraints.txt
	@echo "installing into $(VENV) (a few minutes the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@case '$(EXTRAS)' in *themes*) \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch;; esac
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]' --config-settings editable_mode=compat
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build .qct .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
