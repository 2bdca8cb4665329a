"""The officer's pages: queue, case, acts on work, the counter."""
