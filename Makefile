.DEFAULT_GOAL := help
BASE_PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
# DB: sqlite (default), postgres (an embedded server under var/), or the URL of any server
DB ?= sqlite
PORT ?= 8000
# Compiled modules and tests are kept, also where an image says otherwise: each process of a run
# would compile all of them anew.
export PYTHONDONTWRITEBYTECODE :=

help: ## Show the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run ## Run the demo on 127.0.0.1:8000 (DB=postgres or DB=postgresql://… for another database)
	MOTCUA_MODE=demo MOTCUA_PORT=$(PORT) MOTCUA_DATABASE=$(DB) $(BIN)/motcua start

check: $(VENV)/.dev ## Everything that CI runs; tests begin while the types are still looked at
	@$(MAKE) --no-print-directory -j 2 lint types floors test

lint: $(VENV)/.dev ## Style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## Types, strict
	$(BIN)/mypy

floors: $(VENV)/.dev ## Who may import whom
	$(BIN)/lint-imports

# Three for two cores: three tenths of a run's time are spent waiting for a browser, a server or a lock.
WORKERS ?= 3

test: $(VENV)/.dev ## Tests; some of them: make test T=tests/unit/worktime
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(T)

test-long: $(VENV)/.dev ## Tests that take minutes: every change of every shipped manifest
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m long $(T)

walk: $(VENV)/.run ## Walk every shipped scenario
	MOTCUA_MODE=demo $(BIN)/motcua walk --all

reference: $(VENV)/.dev ## Write the reference pages that come from the code (acts, errors, facts, fields of packages, life, OpenAPI)
	$(PYTHON) -m tests.reference

lock: $(VENV)/.dev ## Refresh the two lock files from setup.cfg
	$(PYTHON) -m pip install --quiet uv
	$(BIN)/uv pip compile setup.cfg --extra postgres --generate-hashes --quiet --custom-compile-command "make lock" -o requirements.lock
	$(BIN)/uv pip compile setup.cfg --extra postgres --extra dev --generate-hashes --quiet --custom-compile-command "make lock" -o requirements-dev.lock

clean: ## Remove the virtual environment and the demo's data
	rm -rf $(VENV) var

$(PYTHON):
	$(BASE_PYTHON) -m venv $(VENV)

# What developers need holds what running needs, so that one installation is enough.
$(VENV)/.run: requirements.lock setup.cfg | $(PYTHON)
$(VENV)/.dev: requirements-dev.lock setup.cfg | $(PYTHON)
$(VENV)/.run $(VENV)/.dev:
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

include $(wildcard make/*.mk)

.PHONY: reference help run check lint types floors test test-long walk lock clean
