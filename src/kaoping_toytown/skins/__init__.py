"""Skins: how each family of publishing systems draws and addresses the same content."""

from __future__ import annotations

from kaoping_toytown.skins.gkmlpt import Gkmlpt
from kaoping_toytown.skins.hanweb import Hanweb
from kaoping_toytown.skins.jsp import Jsp
from kaoping_toytown.skins.skin import Skin
from kaoping_toytown.skins.trs import Trs
from kaoping_toytown.skins.ucap import Ucap
from kaoping_toytown.skins.vsb import Vsb
from kaoping_toytown.skins.vue import Vue

SKINS: dict[str, Skin] = {
    skin.name: skin for skin in (Trs(), Hanweb(), Vsb(), Ucap(), Gkmlpt(), Jsp(), Vue())
}

__all__ = ["SKINS", "Skin"]
