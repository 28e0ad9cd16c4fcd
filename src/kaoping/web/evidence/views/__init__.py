"""Views of evidence: captures of a suspect, and files that people added."""
