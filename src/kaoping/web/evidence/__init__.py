"""Evidence, shown so that nothing in it can act."""
