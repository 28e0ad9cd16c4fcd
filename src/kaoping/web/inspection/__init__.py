"""Inspection desk: what a person looks at, and what was found."""
