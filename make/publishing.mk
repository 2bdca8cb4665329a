# Diagnosing, comparing and storing a province's packages.

.PHONY: bench-publishing
bench-publishing: $(VENV)/.dev ## What 2,300 packages take to be proposed (bench/out/publishing.json)
	$(PYTHON) -m bench.publishing
