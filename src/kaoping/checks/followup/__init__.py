"""What came of earlier findings (回头看、督办落实)."""
