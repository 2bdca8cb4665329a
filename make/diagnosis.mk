.PHONY: bench-diagnosis
bench-diagnosis: $(VENV)/.dev ## How long packages of all sizes take to be diagnosed
	$(PYTHON) -m bench.diagnosis
