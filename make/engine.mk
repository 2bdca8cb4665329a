# The engine's speed and its faults. Included by the Makefile, which sets PYTHON.
PYTHON ?= python

.PHONY: bench-engine
bench-engine: $(VENV)/.dev ## Durable steps a second beside stock SpiffWorkflow (bench/out/engine.json)
	$(PYTHON) -m bench.engine

.PHONY: soak
soak: $(VENV)/.dev ## 20 kills of two processes on 200 cases, on both databases; some minutes
	$(PYTHON) -m bench.engine_soak
