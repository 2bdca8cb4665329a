"""What a BPMN file says, as data: drawing, graph, extensions, what may be drawn."""
