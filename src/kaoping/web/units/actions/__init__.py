"""Writes of the units' desk: each in one transaction, with its entry in the audit trail."""
