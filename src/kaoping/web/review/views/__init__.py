"""Views of the review desk, by what is shown."""
