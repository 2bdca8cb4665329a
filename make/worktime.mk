PYTHON ?= python

.PHONY: bench-worktime
bench-worktime: $(VENV)/.dev ## Measure 1,000,000 due dates on one core (bench/out/worktime.json)
	$(PYTHON) -m bench.worktime
