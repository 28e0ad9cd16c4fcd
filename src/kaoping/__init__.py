"""Kaoping (考评): assessment of government websites, disclosure and new-media accounts."""

__version__ = "0.1.0"
