"""The terminal app: screens over the journal's use cases, in Textual.

Invariants: importing a module of this package happens after `run` has removed Textual's variables;
nothing here prints, writes a file beside the vault, or opens a socket.
"""
