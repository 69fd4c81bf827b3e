"""The system layer."""
