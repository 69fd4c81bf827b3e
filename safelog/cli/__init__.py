"""The plain command line: complete, no boxes, fit for a screen reader and for scripts.

Invariants: stdout carries data and nothing else, stderr carries narration and questions. The words
of an incident, a name, a query or a passphrase are never taken from the arguments or the
environment: other programs can read those, and shells keep them. Whatever reaches a terminal has
passed `model.text.visible`. One command is one file of `commands/`, imported only when chosen.
"""
