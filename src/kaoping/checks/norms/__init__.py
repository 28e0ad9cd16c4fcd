"""The website norms (网站规范)."""
