"""Conducts a round from end to end; the only room that wires rooms together."""
