"""
Reads what was published (docx, xlsx, scores.json) and adds it up again, without rulebook, round or findings.
"""
