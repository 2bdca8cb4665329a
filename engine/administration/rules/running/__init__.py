"""What a local rule would change in the cases that run: one module for what a rule is about."""
