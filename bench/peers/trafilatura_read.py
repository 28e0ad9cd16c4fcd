"""CPU time of trafilatura with metadata over saved pages: ``trafilatura_read.py FOLDER`` (files *.html)."""

import sys
import time
from pathlib import Path

import trafilatura

pages = [p.read_bytes().decode("utf-8", "replace") for p in sorted(Path(sys.argv[1]).glob("*.html"))]
trafilatura.bare_extraction(pages[0], with_metadata=True)  # imports and first-use caches
costs = []
for page in pages:
    began = time.process_time()
    trafilatura.bare_extraction(page, with_metadata=True)
    costs.append(time.process_time() - began)
costs.sort()
print(len(pages), sum(costs) / len(costs), costs[len(costs) // 2])
