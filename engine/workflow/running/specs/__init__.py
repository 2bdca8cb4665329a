"""Task specs of our own: what each BPMN element does with a token."""
