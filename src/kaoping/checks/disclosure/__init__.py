"""主动公开: what must be disclosed, and whether it is there, current and of its kind."""
