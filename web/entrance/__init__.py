"""The pages before any role: start, sign-in, display."""
