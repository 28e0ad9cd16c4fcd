"""What units say to their draft, and what they put right."""
