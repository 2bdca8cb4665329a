"""Local rules: drafted, approved by a second person, ended, explained, applied to running cases."""
