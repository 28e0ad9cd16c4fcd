"""Views of the planning desk."""
