# FEEL and DMN. Included by the Makefile, which sets PYTHON.
PYTHON ?= python
DMN_TCK ?= ../shared/data/dmn-tck
FEEL_PROTOTYPE ?= ../shared/prototypes/feel
export DMN_TCK FEEL_PROTOTYPE

.PHONY: tck
tck: $(VENV)/.dev ## DMN conformance: the kit in DMN_TCK, with its count at the end
	$(PYTHON) -m tests.contract.dmn_tck

.PHONY: bench-feel
bench-feel: $(VENV)/.dev ## FEEL's speed beside the prototype in FEEL_PROTOTYPE; writes bench/out/feel.json
	$(PYTHON) -m bench.feel

.PHONY: fuzz-feel
fuzz-feel: $(VENV)/.dev ## 200,000 hostile expressions through parser and evaluator, 20,000 in search of dear ones
	$(PYTHON) -m tests.unit.feel.fuzzing 200000
	$(PYTHON) -m tests.unit.feel.dear 20000
