"""Views of the inspection desk."""
