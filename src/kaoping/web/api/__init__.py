"""The same functions as the pages, for programs: JSON over HTTP, described by OpenAPI."""
