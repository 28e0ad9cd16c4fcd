"""People: who may enter, in which role, and what of the data each may see."""
