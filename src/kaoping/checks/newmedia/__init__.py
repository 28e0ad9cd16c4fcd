"""New-media accounts (政务新媒体)."""
