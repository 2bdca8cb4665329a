"""What designers do between the first file and the proposal: drafts, faults, differences."""
