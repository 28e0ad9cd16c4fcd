"""
How long the papers of a scored round take: the notice, its annexes, every unit's score sheet.

    python bench/paper_load.py ROUND        # a round's folder, e.g. made by `kaoping-toytown round`

Prints one JSON object: seconds of the clock and of CPU for the notice alone (drafting both editions as docx,
PDF, page and data, the round's scoring apart) and for notice, annexes and sheets in docx, xlsx and PDF.
"""

import json
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    from kaoping.reports import SheetMaterial, file_name, write_score_sheet
    from kaoping.rounds.noticing import notice_source, write_notices
    from kaoping.rounds.round_documents import round_facts

    started = time.process_time()
    source = notice_source(Path(sys.argv[1]))
    scoring = time.process_time() - started
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        alone = timed(lambda: write_notices(source, out / "alone", has_annexes=False))
        assert source.scored is not None
        material, scores = source.scored.material, source.scored.scores
        findings = {finding.id: finding for finding in material.findings}
        facts = round_facts(material, "internal")
        taken: set[str] = set()

        def everything() -> None:
            write_notices(source, out / "whole")
            for sheet in scores.sheets:
                name = file_name(sheet.unit, taken)
                told = SheetMaterial(facts, sheet, material.systems[sheet.system], findings)
                for ending in (".docx", ".xlsx", ".pdf"):
                    write_score_sheet(told, out / f"{name}{ending}")

        whole = timed(everything)
    print(
        json.dumps(
            {"sheets": len(scores.sheets), "scoring_cpu_s": round(scoring, 2), "alone": alone, "whole": whole}
        )
    )


def timed(work) -> dict[str, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return {"s": round(time.perf_counter() - clock, 2), "cpu_s": round(time.process_time() - cpu, 2)}


if __name__ == "__main__":
    main()
