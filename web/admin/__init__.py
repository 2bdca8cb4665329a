"""Pages of administrators: what needs them today, rules, what applies when and why."""
