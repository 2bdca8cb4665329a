"""Syntax nodes → Python closures, one function per kind of node.

Each takes the node and ``compile_``, which compiles the nodes inside it. What can be decided once
is
decided here; the closures it returns only do what depends on data. They hold no state, so threads
share them.
"""
