"""Dashboards for the leader, the office and the unit."""
