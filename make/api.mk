# The product over HTTP, workers and the door, beside bare SpiffWorkflow steps of the same run.

BEFORE ?= 5d352765

.PHONY: bench-api
bench-api: $(VENV)/.dev ## Steps a second over HTTP, pages, workers, sign-in storm (bench/out/api.json)
	$(PYTHON) -m bench.api

.PHONY: bench-before
bench-before: $(VENV)/.dev ## Steps a second on SQLite, now and at an earlier commit, in one run (bench/out/api.json)
	$(PYTHON) -m bench.before --before $(BEFORE)
