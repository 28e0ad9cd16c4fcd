"""The tables of views and of outer pages."""

VIEWS_SCHEMA = """
CREATE TABLE IF NOT EXISTS views (
  seq INTEGER PRIMARY KEY, url_hash INTEGER NOT NULL, site TEXT NOT NULL, url TEXT NOT NULL,
  identity TEXT NOT NULL, record BLOB NOT NULL, observations BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS views_by_site ON views (site, url);
CREATE TABLE IF NOT EXISTS outer_pages (
  url_hash INTEGER PRIMARY KEY, url TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL);
"""
