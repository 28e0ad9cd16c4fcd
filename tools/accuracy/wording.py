"""Wording checks measured on pairs of wrong and right sentences."""

from collections.abc import Iterator

from labelled import CORPUS

from kaoping.checks import judge, load_checks
from kaoping.pages import Page
from kaoping.rulebook import Rulebook


def wording_rows(rules: Rulebook) -> Iterator[str]:
    """Markdown rows: sentences accused, rightly or not, on pairs of wrong and right sentences."""
    check = load_checks()["wording.typo"]
    for path in sorted((CORPUS / "errors_dev").glob("*.tsv")):
        pairs = [
            line.split("\t")[1:3] for line in path.read_text("utf-8").splitlines() if line.count("\t") >= 2
        ]
        wrong = [(source, target) for source, target in pairs if source != target]
        accused = [(s, t) for s, t in pairs if _accuses(check, s, rules)]
        right = sum(s != t for s, t in accused)
        false = sum(_accuses(check, t, rules) for _, t in pairs)
        yield (
            f"| {path.stem} | {len(pairs)} | {len(wrong)} | {len(accused)} | {right} |"
            f" {right / max(1, len(accused)):.3f} | {right / max(1, len(wrong)):.3f} | {false} |"
        )


def _accuses(check: object, sentence: str, rules: Rulebook) -> bool:
    page = Page(url="http://a.example/1.html", shape="article", text=sentence, visible_text=sentence)
    return any(o.answer == "problem" for o in judge(check, page, rules))  # type: ignore[arg-type]
