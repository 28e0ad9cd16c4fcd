"""Faults for `integrity.impostor`: counterfeits of a site's own articles on a foreign host."""

from __future__ import annotations

from urllib.parse import quote

from kaoping_toytown.faults.plot import Plot, is_static
from kaoping_toytown.records import Edit

CHECK = "integrity.impostor"


def plant(plot: Plot) -> None:
    for n in range(plot.rounds):
        _cite(plot, f"{CHECK}/{n}", "mirror", n, is_counterfeit=True)


def plant_decoys(plot: Plot) -> None:
    _cite(plot, f"{CHECK}/lawful", "reprint", 0, is_counterfeit=False)


def _cite(plot: Plot, use: str, folder: str, number: int, *, is_counterfeit: bool) -> None:
    spot = plot.free_article(use, ("notice", "news"), fits=is_static)
    if spot is None or spot.index is None:
        return
    copied = plot.book(spot.site).article(plot.section(spot), spot.index).title
    target = f"{{outer}}/{folder}/{number}/{quote(copied)}.html"
    plot.edit(spot, Edit("paragraph", f'网页版见<a href="{target}">这里</a>。'))
    if is_counterfeit:
        plot.expect(CHECK, spot, "站外仿冒页照抄本站稿件并插博彩词", target=target)
        plot.expect("integrity.bad_external_link", spot, "同一仿冒页", target=target)
    else:
        plot.decoy(CHECK, spot, "老实转载的站外页面")
