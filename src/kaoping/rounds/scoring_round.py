"""Scores a round from its folder: reads, joins, scores, ranks, carries over, writes."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from kaoping import __version__
from kaoping.findings import (
    DECISION_FORM,
    FINDINGS,
    SUSPECTS,
    write_decision_form,
    write_findings,
    write_suspects,
)
from kaoping.ledger import OPEN_ITEMS, OpenItems, write_open_items
from kaoping.scoring import Changes, Scores, WhatIf, score_round, scores_json, what_if

from .draws import DRAWS, draws_csv, draws_of
from .frozen import FROZEN_FILE, frozen_systems
from .previous_round import ROUND_HEAD, SCORES, head_json
from .results_folder import digest_of, results_folder, write_manifest
from .round_documents import write_documents
from .round_file import FROZEN, ROUND_FILE, Round, read_round
from .round_files import RESULTS, RoundFiles, round_files
from .round_material import RoundMaterial, read_material
from .run_file import write_whole
from .unseen import write_unseen
from .what_if_file import read_changes


@dataclass(frozen=True, slots=True)
class ScoredRound:
    """A round and its scores; `unseen` is how many rules wait for somebody to look; `out` the results."""

    material: RoundMaterial
    scores: Scores
    unseen: int
    out: Path

    @property
    def is_final(self) -> bool:
        """Whether no total can change any more by suspects or by what nobody looked at."""
        return all(standing.low == standing.high for standing in self.scores.standings)


def score_folder(folder: Path, *, out: Path | None = None, new_version: str = "") -> ScoredRound:
    """
    Score a round and write its results, whole or not at all; the same files give the same bytes.

    Args:
        folder: The round's.
        out: Where results are written; by default ``results/`` in the folder.
        new_version: A reason to take systems or groups that were edited since as a new version.

    Raises:
        KaopingError: In Chinese, for what the user can mend. Nothing is written or frozen then, unless the
            results themselves cannot be written.
    """
    one, files = _read(folder)
    material = read_material(one, files, frozen_systems(one, new_version=new_version, keeps=False))
    scores = score_round(material.scoring)
    drawn = draws_of(one)
    in_force = frozen_systems(one, new_version=new_version)  # only what could be scored is frozen
    target = out or one.folder / RESULTS
    with results_folder(target) as draft:
        if drawn:
            write_whole(draft / DRAWS, draws_csv(drawn))
        unseen = _write(draft, material, scores, files)
        write_manifest(draft, _inputs(one, material), __version__)
    return ScoredRound(replace(material, remarks=in_force.remarks), scores, unseen, target)


def computed_round(folder: Path) -> tuple[RoundMaterial, Scores, RoundFiles]:
    """
    A round as it is and its scores. Nothing is written or frozen.

    Raises:
        KaopingError: As `score_folder`.
    """
    one, files = _read(folder)
    material = read_material(one, files, frozen_systems(one, keeps=False))
    return material, score_round(material.scoring), files


def suppose(folder: Path, changes: Path) -> WhatIf:
    """
    The scores of a round as they are and as they would be. Nothing is written.

    Raises:
        KaopingError: As `score_folder`; the file of changes is wrong or names what does not exist.
    """
    one, files = _read(folder)
    supposed: Changes = read_changes(changes)
    material = read_material(one, files, frozen_systems(one, keeps=False))
    return what_if(material.scoring, supposed)


def _read(folder: Path) -> tuple[Round, RoundFiles]:
    one = read_round(folder)
    return one, round_files(one)


def _write(folder: Path, material: RoundMaterial, scores: Scores, files: RoundFiles) -> int:
    systems = tuple(material.systems.values())
    write_whole(folder / ROUND_HEAD, head_json(material.head))
    write_whole(folder / SCORES, scores_json(scores))
    write_suspects((f.suspect for f in material.findings if f.state == "suspect"), folder / SUSPECTS, systems)
    write_findings(material.findings, folder / FINDINGS, systems)
    write_decision_form(material.findings, folder / DECISION_FORM, systems)
    unseen = write_unseen(folder, scores.sheets, material.scoring.looked, material.units, material.systems)
    one = material.one
    items = OpenItems(one.title, one.today, material.items, material.sites)
    write_open_items(items, folder / OPEN_ITEMS)
    write_documents(folder, material, scores, files.contacts)
    return unseen


def _inputs(one: Round, material: RoundMaterial) -> dict[str, str]:
    frozen = one.folder / FROZEN
    lists = [draw.source for draw in one.draws if draw.source]
    paths = (one.folder / ROUND_FILE, *material.inputs, *lists, *one.crosswalks, frozen / FROZEN_FILE)
    return {Path(os.path.relpath(path, one.folder)).as_posix(): digest_of(path) for path in paths}
