"""Policy interpretation (政策解读)."""
