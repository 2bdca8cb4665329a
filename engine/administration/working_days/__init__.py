"""A day of a calendar becomes worked or free, and running cases are due by it."""
