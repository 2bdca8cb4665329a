"""Pages of designers: procedures by state, drafts with their faults, versions, the proposal."""
