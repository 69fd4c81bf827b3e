"""The tui layer."""
