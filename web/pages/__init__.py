"""One module per group of pages; each has a blueprint, listed in ``web.register``."""
