"""Pages of people's accounts: ways in, links, one's own account, accounts of others."""
