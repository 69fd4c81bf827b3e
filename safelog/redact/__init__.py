"""The redact layer."""
