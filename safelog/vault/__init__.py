"""The vault layer."""
