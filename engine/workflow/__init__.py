"""BPMN: reading, checking, drawing and running procedure diagrams."""
