"""The widgets, one per file. None of them watches another widget or the app."""
