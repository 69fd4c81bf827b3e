"""Finding names: people, places, organisations, and whatever else is called by words."""
