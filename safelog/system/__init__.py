"""The operating system's edges: paths, process hardening, clock, terminal.

Nothing here knows of vaults or incidents, and importing a module here changes nothing.
"""
