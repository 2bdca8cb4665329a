"""The product: cases, workflow, rules, data. No HTTP, no environment, no vendor."""
