import re
from itertools import product
from pathlib import Path

import pytest

import kaoping.reports

CSS = (Path(kaoping.reports.__file__).parent / "templates" / "design.css").read_text(encoding="utf-8")
TEXTS = ("ink", "soft", "cinnabar", "gamboge", "malachite", "indigo", "slate")


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_colour_is_legible_on_every_ground_it_may_stand_on(scheme):
    block = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    own_washes = [(name, f"{name}-wash") for name in TEXTS if f"{name}-wash" in colours]

    pairs = [
        *product(TEXTS, ("paper", "sheet", "slate-wash")),
        ("ink", "indigo-wash"),
        ("ink", "gamboge-wash"),
        *own_washes,
    ]

    assert {
        pair: contrast(*(colours[name] for name in pair))
        for pair in pairs
        if contrast(*(colours[n] for n in pair)) < 4.5
    } == {}
