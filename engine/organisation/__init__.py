"""Units, positions, officers and calendars of a province."""
