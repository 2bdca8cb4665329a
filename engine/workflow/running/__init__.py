"""A case's way through a diagram: stepped by SpiffWorkflow, packed into bytes, restored."""
