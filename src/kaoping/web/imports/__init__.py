"""Imports of third-party data (数据导入)."""
