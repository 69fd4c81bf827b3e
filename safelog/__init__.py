"""An encrypted incident journal for people in exile, and redacted exports for their lawyers.

The package root holds nothing but the version, so that `safelog --version` starts at the speed of
the bare interpreter.
"""

__version__ = "0.1.0"
