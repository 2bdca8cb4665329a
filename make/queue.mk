PYTHON ?= python
SIZES ?=
KEEP ?=

.PHONY: bench-queue
bench-queue: $(VENV)/.dev ## What looking at one's work costs with 10,000 and 1,000,000 open tasks (bench/out/queue.json)
	$(PYTHON) -m bench.queue $(SIZES) $(if $(KEEP),--keep $(KEEP))
