"""Gathering desk: jobs for the worker, progress, what could not be seen."""
