"""The Django project: settings, addresses, and one app per desk of the office."""
