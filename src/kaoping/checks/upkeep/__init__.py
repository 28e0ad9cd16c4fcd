"""Is the site alive and kept (运维更新)."""
