PYTHON ?= python

.PHONY: pictures
pictures: $(VENV)/.dev ## Take the pictures of the README from a demonstration (needs Debian's chromium)
	$(PYTHON) -m tests.pictures
