"""Pages of the publishing desk."""
