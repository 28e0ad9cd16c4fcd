"""Planning desk: units, sites, accounts, indicator systems, rounds."""
