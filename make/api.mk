# The product over HTTP, workers and the door, beside bare SpiffWorkflow steps of the same run.

.PHONY: bench-api
bench-api: $(VENV)/.dev ## Steps a second over HTTP, pages, workers, sign-in storm (bench/out/api.json)
	$(PYTHON) -m bench.api
