"""Late cases: how many there are (``figures``), which (``overdue``), and who was reminded."""
