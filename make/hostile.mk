PYTHON ?= python

.PHONY: bench-hostile
bench-hostile: $(VENV)/.dev ## One hostile reception at a time: do the others go on? Both databases (bench/out/hostile.json)
	$(PYTHON) -m bench.hostile
