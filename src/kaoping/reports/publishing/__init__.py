"""
What is handed out of a round, as docx and xlsx: score sheets, annexes, contact sheet, ledger extract, matrix.

Each is first a `Publication`, which knows no file format; `document` and `book` print it.
"""
