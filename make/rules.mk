PYTHON ?= python

.PHONY: bench-rules
bench-rules: $(VENV)/.dev ## All rules of one case with 300,000 rules: p95 on both databases (bench/out/rules.json)
	$(PYTHON) -m bench.rules
