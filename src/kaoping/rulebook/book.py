"""The rulebook as one object, and the only place that opens its files."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from ..errors import RulebookError
from .calendars import days_of, year_mistakes
from .catalogues import (
    Catalogue,
    Exemption,
    catalogue_mistakes,
    catalogue_of,
    exemptions_of,
    unknown_items,
)
from .files import KINDS, RulebookFile, layered, version_of
from .lexicon_cache import LONG_FROM_BYTES, has_bare_entries, keep_lexicon, kept_lexicon
from .lexicons import LISTED, Entry, Lexicon, lexicon_of
from .mistake import Mistake
from .names import Renamed, name_mistakes, names_of
from .notices import DEFAULT, NoticeWording, notice_mistakes, notice_wordings
from .own_options import with_own_options
from .packs import layer_rank, layered_lexicons, pack_mistakes
from .prechecks import Demand, Precheck, precheck_mistakes, precheck_of
from .schemas import closest, mistakes, validator
from .sectionterms import SectionTerm, section_terms_of
from .severities import SeverityTable, severity_mistakes, table_of
from .strict_yaml import lines, parse
from .system_files import KIND as SYSTEMS
from .system_files import Systems
from .systems import IndicatorSystem
from .waivers import Waiver, waiver_mistakes, waivers_of
from .workdays import Workdays

_SHOWN_MISTAKES = 20
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """
    All that is demanded, read and validated. Immutable and picklable: child processes are handed it.

    `version` is the same for the same files anywhere, and another when a byte of one changes.
    """

    version: str
    precheck: Precheck
    workdays: Workdays
    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    readings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    exemptions: tuple[Exemption, ...] = ()
    section_terms: tuple[SectionTerm, ...] = ()
    severities: Mapping[str, SeverityTable] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    names: Mapping[str, tuple[Renamed, ...]] = field(default_factory=dict)
    systems: Mapping[str, IndicatorSystem] = field(default_factory=dict)
    notices: Mapping[str, NoticeWording] = field(default_factory=dict)

    @property
    def demands(self) -> tuple[Demand, ...]:
        """The precheck's demands, in the file's order."""
        return self.precheck.demands

    def demand_of(self, check_id: str) -> Demand | None:
        """The demand that this check serves, or None where the system does not demand it."""
        return next((found for found in self.precheck.demands if found.check == check_id), None)

    def options(self, check_id: str) -> Mapping[str, Any]:
        """
        The check's parameters (the demand's ``with:``); dates in them are ISO text.

        Raises:
            RulebookError: The system has no demand for this check.
        """
        demand = self.demand_of(check_id)
        if demand is None:
            raise RulebookError(f"预检清单“{self.precheck.title}”没有检查 {check_id} 的要求,请补充或停用")
        return demand.options

    def lexicon(self, name: str) -> Lexicon:
        """
        The lexicon in ``lexicons/<name>.yaml``.

        Raises:
            RulebookError: There is none of this name.
        """
        return _named(self.lexicons, name, "lexicons")

    @property
    def listed(self) -> tuple[Lexicon, ...]:
        """The lexicons that `wording.listed` reads: the nearest layer first, for its word holds."""
        found = (one for one in self.lexicons.values() if one.use == LISTED)
        return tuple(sorted(found, key=layer_rank, reverse=True))

    def reading(self, name: str) -> Mapping[str, Any]:
        """
        The plain data of ``reading/<name>.yaml``; dates are ISO text.

        Raises:
            RulebookError: There is none of this name.
        """
        return _named(self.readings, name, "reading")

    def severity_table(self, name: str) -> SeverityTable:
        """
        The table in ``severities/<name>.yaml``.

        Raises:
            RulebookError: There is none of this name.
        """
        return _named(self.severities, name, "severities")

    def notice(self, name: str = "") -> NoticeWording:
        """
        The sentences in ``notices/<name>.yaml``; without a name the office's own where there is but one.

        Raises:
            RulebookError: There is none of this name, or the office has several and none was named.
        """
        own = [one for one in self.notices if one != DEFAULT]
        if not name and len(own) > 1:
            raise RulebookError(f"规则库的 notices 里有多种句式({'、'.join(own)}),请指明用哪一种")
        return _named(self.notices, name or (own or [DEFAULT])[0], "notices")

    def catalogue(self, name: str) -> Catalogue:
        """
        The catalogue in ``catalogues/<name>.yaml``.

        Raises:
            RulebookError: There is none of this name.
        """
        return _named(self.catalogues, name, "catalogues")


def load_rulebook(folder: Path | None = None) -> Rulebook:
    """
    Read the shipped rulebook, with an office's own folder laid over it.

    A file of the folder replaces the shipped one of the same relative path; further files add. A precheck
    of the office takes the place of the shipped one, whatever its name; it may bring only one. What its
    indicator systems say in ``with:`` holds instead of the precheck's options. Shipped systems are read when
    they are asked for.

    Raises:
        RulebookError: In Chinese, all mistakes at once: file, line, field, what to do.
    """
    files = layered(folder)
    ready: dict[str, Sequence[Entry]] = {}
    parsed = _parsed(files, ready)
    systems = _chosen([file for file in files if file.kind == "prechecks"])
    scoring = Systems(files)
    catalogues = {f.stem: catalogue_of(f.stem, parsed[f.name]) for f in files if f.kind == "catalogues"}
    return Rulebook(
        version=version_of(files),
        precheck=_precheck(systems, parsed[systems.name], scoring),
        workdays=_workdays({file.stem: parsed[file.name] for file in files if file.kind == "calendars"}),
        lexicons=_lexicons([f for f in files if f.kind == "lexicons"], parsed, ready),
        readings={file.stem: parsed[file.name] for file in files if file.kind == "reading"},
        catalogues=catalogues,
        names={file.stem: names_of(parsed[file.name]) for file in files if file.kind == "names"},
        exemptions=_exemptions([f for f in files if f.kind == "exemptions"], parsed, catalogues),
        section_terms=tuple(
            term
            for f in files
            if f.kind == "exemptions"
            for term in section_terms_of(parsed[f.name], lines(f.data), f.at(None))
        ),
        severities={f.stem: table_of(parsed[f.name]) for f in files if f.kind == "severities"},
        waivers=_waivers([f for f in files if f.kind == "exceptions"], parsed),
        systems=scoring,
        notices=_notices({f.stem: parsed[f.name] for f in files if f.kind == "notices"}),
    )


def validate_options(rules: Rulebook, checks: Mapping[str, Set[str]]) -> None:
    """
    Hold the demands against the checks that exist.

    Args:
        rules: The rulebook.
        checks: For each check id the names of its parameters; each must be given, no other may be.

    Raises:
        RulebookError: An demand names a check that does not exist, or its ``with:`` has names that the
            check does not know or lacks names that it needs. All are told at once, with file and line.
    """
    found = []
    for demand in rules.demands:
        if demand.check not in checks:
            hint = closest(demand.check, checks)
            found.append(f"{demand.where}:没有名为“{demand.check}”的检查{hint}")
            continue
        wanted, given = checks[demand.check], set(demand.options)
        for name in sorted(given - wanted):
            found.append(f"{demand.where}:检查 {demand.check} 没有参数“{name}”{closest(name, wanted)}")
        for name in sorted(wanted - given):
            found.append(f"{demand.where}:检查 {demand.check} 缺少参数“{name}”,请在 with: 中给出")
    _raise_all(found)


# the same for every rulebook of a process, and of those forked from it; nobody changes what was read
_shipped = lru_cache(maxsize=256)(parse)


def _parsed(files: tuple[RulebookFile, ...], ready: dict[str, Sequence[Entry]]) -> dict[str, Any]:
    """Each file's data by its name; of a long lexicon all but its entries, which are put into `ready`."""
    schemas = {file.stem: file.data.decode() for file in files if file.kind == "schemas"}
    result: dict[str, Any] = {}
    found: list[str] = []
    for file in files:
        if file.kind not in KINDS or file.kind == SYSTEMS:
            continue
        is_long = file.kind == "lexicons" and len(file.data) >= LONG_FROM_BYTES
        if is_long and (kept := kept_lexicon(file.data)) is not None:
            result[file.name], ready[file.name] = kept.head, kept
            continue
        try:
            result[file.name] = parse(file.data) if file.is_office else _shipped(file.data)
            before = len(found)
            # The shipped files are held against their schemas by the tests; an office's own, each time.
            if file.is_office:
                held = result[file.name]
                if is_long and has_bare_entries(held):
                    held = {**held, "entries": []}
                found += _file_mistakes(file, held, schemas[f"{file.kind}.schema.json"])
            if is_long and len(found) == before:
                ready[file.name] = keep_lexicon(file.data, result[file.name])
        except Mistake as mistake:
            found.append(f"{file.at(mistake.line)}:{mistake.words}")
    _raise_all(found)
    return result


def shipped_mistakes() -> list[str]:
    """What is wrong in the shipped rulebook by its own schemas: nothing, as a test holds."""
    files = layered(None)
    schemas = {file.stem: file.data.decode() for file in files if file.kind == "schemas"}
    return [
        words
        for file in files
        if file.kind in KINDS and file.kind != SYSTEMS
        for words in _file_mistakes(file, parse(file.data), schemas[f"{file.kind}.schema.json"])
    ]


def _file_mistakes(file: RulebookFile, data: Any, schema: str) -> list[str]:
    found = mistakes(validator(schema), data)
    if not found and file.kind == "prechecks":
        found = precheck_mistakes(data)
    if not found and file.kind == "catalogues":
        found = catalogue_mistakes(data)
    if not found and file.kind == "severities":
        found = severity_mistakes(data)
    if not found and file.kind == "exceptions":
        found = waiver_mistakes(data)
    if not found and file.kind == "names":
        found = name_mistakes(data)
    if not found and file.kind == "notices":
        found = notice_mistakes(data)
    if not found and file.kind == "calendars":
        found = year_mistakes(data, file.stem)
    if not found:
        return []
    places = lines(file.data)
    return [f"{file.at(places.get(path))}:{words}" for path, words in found]


def _lexicons(
    files: list[RulebookFile], parsed: Mapping[str, Any], ready: Mapping[str, Sequence[Entry]]
) -> dict[str, Lexicon]:
    found = {
        f.stem: lexicon_of(f.stem, parsed[f.name], is_office=f.is_office, entries=ready.get(f.name))
        for f in files
    }
    _raise_all(pack_mistakes(found.values()))
    return layered_lexicons(found)


def _notices(parsed: Mapping[str, Any]) -> Mapping[str, NoticeWording]:
    try:
        return notice_wordings(parsed)
    except ValueError as error:
        raise RulebookError(f"规则库有误:\n  {error}") from None


def _waivers(files: list[RulebookFile], parsed: Mapping[str, Any]) -> tuple[Waiver, ...]:
    return tuple(
        one for file in files for one in waivers_of(parsed[file.name], lines(file.data), file.at(None))
    )


def _exemptions(
    files: list[RulebookFile], parsed: Mapping[str, Any], catalogues: Mapping[str, Catalogue]
) -> tuple[Exemption, ...]:
    found = tuple(
        one for file in files for one in exemptions_of(parsed[file.name], lines(file.data), file.at(None))
    )
    _raise_all(unknown_items(found, catalogues.values()))
    return found


def _precheck(file: RulebookFile, data: Any, scoring: Systems) -> Precheck:
    shipped = precheck_of(file.stem, data, lines(file.data), file.at(None))
    precheck, clashes = with_own_options(shipped, (scoring[name] for name in scoring.own))
    _raise_all(clashes)
    return precheck


def _chosen(files: list[RulebookFile]) -> RulebookFile:
    own = [file for file in files if file.is_office]
    if len(own) > 1:
        raise RulebookError(
            "规则库文件夹的 prechecks 里只能有一个预检清单,现有 " + "、".join(file.name for file in own)
        )
    if not files:
        raise RulebookError("规则库没有预检清单:prechecks 文件夹是空的")
    return (own or files)[-1]


def _workdays(calendars: Mapping[str, Any]) -> Workdays:
    years = [data["year"] for data in calendars.values()]
    try:
        return Workdays(years, [day for data in calendars.values() for day in days_of(data)])
    except ValueError:
        known = "、".join(map(str, sorted(years)))
        raise RulebookError(f"工作日历的年份不连续(现有 {known}),请补齐缺少的年份") from None


def _named(books: Mapping[str, T], name: str, folder: str) -> T:
    if name not in books:
        raise RulebookError(f"规则库缺少 {folder}/{name}.yaml{closest(name, books)}")
    return books[name]


def _raise_all(found: list[str]) -> None:
    if not found:
        return
    rest = len(found) - _SHOWN_MISTAKES
    shown = found[:_SHOWN_MISTAKES] + ([f"另有 {rest} 处"] if rest > 0 else [])
    raise RulebookError("规则库有误:\n" + "\n".join(f"  {words}" for words in shown))
