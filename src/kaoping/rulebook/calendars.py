"""Calendar files into working days."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from .mistake import Mistake
from .schemas import Path
from .workdays import CountedDay


def year_mistakes(data: Mapping[str, Any], stem: str) -> list[tuple[Path, str]]:
    """What a schema cannot see: the year, spans the wrong way round, days twice, make-up days on weekdays."""
    found: list[tuple[Path, str]] = []
    year = data["year"]
    if stem != str(year):
        found.append((("year",), f"文件名应与年份一致,应为 {year}.yaml"))
    seen: set[date] = set()
    for place, path, day, is_workday in _days(data):
        if day.year != year:
            found.append((path, f"{place}的 {day} 不在 {year} 年"))
        if day in seen:
            found.append((path, f"{place}的 {day} 出现了两次"))
        if is_workday and day.weekday() < 5:
            found.append((path, f"{place}的 {day} 本来就是工作日,不是调休上班日"))
        seen.add(day)
    return found


def days_of(data: Mapping[str, Any]) -> list[CountedDay]:
    """All days of a valid calendar file that differ from a plain week, or are named by the notice."""
    return [
        CountedDay(day, is_workday, f"{name}调休上班" if is_workday else f"{name}假期")
        for name, _, day, is_workday in _days(data)
    ]


def _days(data: Mapping[str, Any]) -> Iterable[tuple[str, Path, date, bool]]:
    for number, holiday in enumerate(data["holidays"]):
        path: Path = ("holidays", number)
        first, last = date.fromisoformat(holiday["from"]), date.fromisoformat(holiday["to"])
        if not 0 <= (last - first).days < 31:
            raise Mistake(f"{holiday['name']}的起止日期({first} 至 {last})颠倒或过长")
        for n in range((last - first).days + 1):
            yield holiday["name"], path, first + timedelta(days=n), False
        for text in holiday.get("worked", ()):
            yield holiday["name"], path, date.fromisoformat(text), True
