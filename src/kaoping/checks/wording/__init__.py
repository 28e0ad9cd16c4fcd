"""Wrong words (错敏信息)."""
