"""What a designer can set on the page itself, at the fault: each kind knows where its value goes.

The files are edited as text, so that all else stays byte for byte.
"""
