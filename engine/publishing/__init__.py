"""From an upload to a published package: read, diagnose, draw, publish."""
