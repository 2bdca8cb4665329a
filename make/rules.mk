PYTHON ?= python

.PHONY: bench-rules
bench-rules: $(VENV)/.dev ## All rules of one case with 300,000 rules: p95 on both databases (bench/out/rules.json)
	$(PYTHON) -m bench.rules

.PHONY: bench-rule-pages
bench-rule-pages: $(VENV)/.dev ## Lists and pages with 2,300 procedures and 300,000 rules (bench/out/rule_pages.json)
	$(PYTHON) -m bench.rule_pages
