"""Whether the office's server is well: for whoever looks after the machine, never for whoever is assessed."""
