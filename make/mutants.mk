PYTHON ?= python
AREA ?=
MOST ?= 40

.PHONY: mutants check-long
mutants: $(VENV)/.dev ## Do the tests notice small changes? Some: make mutants AREA=fees MOST=5
	$(PYTHON) -m tests.mutants $(AREA) --most $(MOST)

check-long: check test-long walk fuzz-feel soak mutants ## All that CI runs, and all that takes long
