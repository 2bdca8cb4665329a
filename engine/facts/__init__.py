"""What can happen to a case, and what the outside is told: one class for each, in two tables."""
