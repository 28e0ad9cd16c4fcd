"""Look-back rounds: earlier findings looked at again, told by unit and over the years, fed into a round."""
