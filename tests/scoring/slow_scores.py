"""
The same sums once more, slowly and in another way: in fractions, without plans, indexes or shared code.

Written from docs/decisions/0015-how-points-are-counted.md, to be compared with what `kaoping.scoring` gives.
"""

from decimal import Decimal
from fractions import Fraction
from math import floor


def slow_round(material):
    """By unit and system, what each sheet comes to; by unit, its total, and its rank in its group."""
    sheets = {}
    totals = {}
    for unit in material.units:
        if not unit.group:
            continue
        names = list(material.weights[unit.group])
        for name in names:
            sheets[unit.name, name] = slow_sheet(material, unit, name, name == names[0])
        totals[unit.name] = slow_total(material, unit, sheets)
    ranks = {name: slow_rank(material, name, totals) for name in totals}
    return sheets, totals, ranks


def rounded(value, places):
    return Fraction(floor(Fraction(value) * 10**places + Fraction(1, 2)), 10**places)


def slow_total(material, unit, sheets):
    weights = material.weights[unit.group]
    own = [
        (sheets[unit.name, name], Fraction(weight), material.systems[name])
        for name, weight in weights.items()
    ]
    if any(sheet["total"] is None for sheet, _, _ in own):
        return None
    if len(own) == 1:
        return own[0][0]["total"]
    whole = sum(weight for _, weight, _ in own)
    mean = sum(sheet["total"] * 100 / Fraction(one.full) * weight / whole for sheet, weight, one in own)
    return rounded(mean, max(one.places for _, _, one in own))


def slow_rank(material, name, totals):
    group = {unit.name: unit.group for unit in material.units}
    if totals[name] is None:
        return None
    better = [
        other
        for other, total in totals.items()
        if group[other] == group[name] and total is not None and total > totals[name]
    ]
    return 1 + len(better)


def slow_sheet(material, unit, name, is_first):
    system = material.systems[name]
    below = [part for part in material.units if part.parent == unit.name]
    share = material.parts.get(unit.group) if is_first else None
    sheet = Slow(material, unit, system, below).sheet()
    if share is None or not below:
        return sheet.finished(None, 0)
    other = material.systems[share.system]
    told = [
        (Slow(material, part, other, []).sheet().finished(None, 0), Fraction(part.weight)) for part in below
    ]
    told = [(one, weight) for one, weight in told if not one["is_empty"]]
    if not told:
        return sheet.finished(None, 0)
    mean = {}
    for way in ("now", "low", "high"):
        field = "total" if way == "now" else way
        total = sum(
            (one[field] or 0) * weight * Fraction(system.full) / Fraction(other.full) for one, weight in told
        )
        mean[way] = rounded(total / sum(weight for _, weight in told), system.places)
    return sheet.finished(mean, Fraction(share.percent))


class Slow:
    """One unit under one system."""

    def __init__(self, material, unit, system, below, is_part=False):
        self.material, self.unit, self.system, self.below, self.is_part = (
            material,
            unit,
            system,
            below,
            is_part,
        )
        own = [
            f for f in material.findings if f.suspect.unit == unit.name and f.suspect.system == system.name
        ]
        self.confirmed = {f.id: f for f in own if f.state == "confirmed"}
        self.open = {f.id: f for f in own if f.state == "suspect" and f.id not in self.confirmed}
        self.looked = [row for row in material.looked if row.unit == unit.name]
        self.memory = {}
        self.order = self.places()

    def sheet(self):
        self.lines = {}
        for group in self.system.groups:
            self.walk(group, False)
        return self

    # what was looked at

    def look(self, *names):
        if names not in self.memory:
            self.memory[names] = self.look_once(names)
        return self.memory[names]

    def look_once(self, names):
        rows = [row for row in self.looked if row.name and row.name in names]
        verdicts = {row.verdict for row in rows} - {""}
        if verdicts == {"not_applicable"}:
            return "not applicable"
        if verdicts == {"met"}:
            return "whole"
        is_whole = (
            not verdicts and sum(row.subjects for row in rows) > 0 and all(row.unseen == 0 for row in rows)
        )
        return "whole" if is_whole else "open"

    def subjects(self, *names):
        rows = [row for row in self.looked if row.name and row.name in names]
        count = sum(row.subjects - row.unseen for row in rows)
        verdicts = {row.verdict for row in rows} - {""}
        return max(count, 1) if verdicts == {"met"} else count

    # each fact once

    def places(self):
        """Rules that take points, look-back before all others, each with its indicator."""
        told = [(one, rule) for one in self.system.walk() for rule in one.rules]
        back = [(o, r) for o, r in told if r.by == "derived" or o.category == "lookback"]
        return back + [place for place in told if place not in back]

    def same(self, one, rule):
        """All that another finding might have in common with this one."""
        if one.id in self.memory:
            return self.memory[one.id]
        keys = {one.id}
        if rule.by == "derived":
            keys |= {one.suspect.facts[key] for key in ("finding", "item") if key in one.suspect.facts}
        fellows = [r for _, r in self.order if r.name and r.name == rule.name and r.by != "ask"]
        if len(fellows) > 1 and (one.suspect.object or (one.suspect.url and rule.by == "check")):
            keys.add((rule.name, one.suspect.url, one.suspect.object))
        self.memory[one.id] = keys
        return keys

    def counted(self, rule, way):
        own = [f for f in self.confirmed.values() if f.suspect.rule == rule.id]
        if way == "low":
            own += [f for f in self.open.values() if f.suspect.rule == rule.id]
        order = [r.id for _, r in self.order]
        if rule.id not in order:
            return own
        if rule.doubles:
            return own
        taken = set()
        for indicator, above in self.order[: order.index(rule.id)]:
            if above.doubles or self.look(above.id, above.name, indicator.id) == "not applicable":
                continue
            pool = [*self.confirmed.values(), *(self.open.values() if way == "high" else ())]
            for other in pool:
                if other.suspect.rule == above.id:
                    taken |= self.same(other, above)
        return [f for f in own if not self.same(f, rule) & taken]

    # what it costs

    def cost(self, indicator, rule, way, is_demanded):
        found = self.counted(rule, way)
        names = (rule.id, rule.name, indicator.id)
        cost = Fraction(0)
        deduct = rule.deduct
        if found:
            cost = {"once": self.once, "finding": self.each, "fact": self.fact, "ladder": self.ladder}.get(
                deduct.per, lambda d, f: self.rate(d, f, self.subjects(*names))
            )(deduct, found)
        limit = Fraction(10**9) if deduct.at_most is None else Fraction(deduct.at_most)
        if way == "low" and is_demanded and self.look(*names) == "open":
            top = {"once": deduct.points, "ladder": max((s.points for s in deduct.steps), default=0)}
            cost = max(cost, Fraction(top.get(deduct.per, 10**9)))
        return min(cost, limit)

    def once(self, deduct, found):
        return Fraction(deduct.points)

    def each(self, deduct, found):
        return sum(Fraction(deduct.points) for _ in found)

    def fact(self, deduct, found):
        distinct = []
        for one in found:
            told = [
                one.site if name == "site" else one.facts.get(name)
                for one in [one.suspect]
                for name in deduct.same
            ]
            if told not in distinct:
                distinct.append(told)
        return len(distinct) * Fraction(deduct.points)

    def ladder(self, deduct, found):
        height = (
            len(found)
            if deduct.measure == "count"
            else sum(f.suspect.facts.get(deduct.measure, 0) for f in found)
        )
        return max(
            (Fraction(step.points) for step in deduct.steps if height > step.over), default=Fraction(0)
        )

    def rate(self, deduct, found, subjects):
        return rounded(Fraction(deduct.points) * len(found) / (subjects or len(found)), self.system.places)

    # the tree

    def applies(self, one, is_below):
        if any(trait in one.skip_when for trait in self.unit.traits):
            return False
        if self.is_part:
            return is_below or any(each.subunits for each in one.walk())
        return self.unit.kind in one.applies_to or not one.applies_to

    def walk(self, one, is_below):
        """(full, now, low, high) of a node, or None where it does not apply; kept in `lines` too."""
        is_below = is_below or one.subunits
        told = None
        if not self.applies(one, is_below):
            for each in one.walk():
                self.lines[each.id] = None
            return None
        if one.children:
            parts = [self.walk(child, is_below) for child in one.children]
            parts = [part for part in parts if part is not None]
            if parts:
                full = sum(part[0] for part in parts)
                cap = full if one.at_most is None else min(full, Fraction(one.at_most))
                told = (full, *(full - min(cap, sum(p[0] - p[n] for p in parts)) for n in (1, 2, 3)))
        else:
            told = self.leaf(one, is_below)
        self.lines[one.id] = told
        return told

    def leaf(self, one, is_below):
        parts = self.parts() if is_below and self.below else []
        own = self.own_leaf(one, not any(one.id in lines for lines, _ in parts))
        if own is None or not any(one.id in lines for lines, _ in parts):
            return own
        told = [(lines[one.id], weight) for lines, weight in parts if lines[one.id] is not None and weight]
        if not told:
            return None
        means = []
        for n in (1, 2, 3):
            mean = sum(line[n] * weight for line, weight in told) / sum(weight for _, weight in told)
            mean = min(own[0], rounded(mean, self.system.places))
            means.append(max(Fraction(0), mean - (own[0] - own[n])))
        return (own[0], *means)

    def parts(self):
        told = []
        for part in self.below:
            slow = Slow(self.material, part, self.system, [], is_part=True).sheet()
            told.append((slow.lines, Fraction(part.weight)))
        return told

    def own_leaf(self, one, is_demanded):
        standing = [r for r in one.rules if self.look(r.id, r.name, one.id) != "not applicable"]
        full = Fraction(one.points)
        cap = full if one.at_most is None else min(full, Fraction(one.at_most))
        if one.rules:
            if not standing:
                return None
            ways = ("now", "low", "high")
            costs = [min(cap, sum(self.cost(one, r, way, is_demanded) for r in standing)) for way in ways]
            return (full, *(full - cost for cost in costs))
        look = self.look(one.id) if is_demanded else "whole"
        if look == "not applicable":
            return None
        return (full, full, full if look == "whole" else full - cap, full)

    # the end

    def earned(self, way):
        bonus = self.system.bonus
        if bonus is None or self.is_part:
            return Fraction(0)
        total = Fraction(0)
        for item in bonus.items:
            pool = {"now": "now", "low": "now", "high": "low"}[way]
            told = [r for r in item.rules if self.look(r.id, r.name, item.id) != "not applicable"]
            total += min(Fraction(item.points), sum(self.cost(item, r, pool, False) for r in told))
        return min(Fraction(bonus.points), total)

    def struck(self, effect, way):
        hit = []
        for veto in self.system.vetoes:
            for case in veto.cases:
                pool = [*self.confirmed.values(), *(self.open.values() if way == "low" else ())]
                if veto.effect == effect and sum(f.suspect.rule == case.id for f in pool) >= case.count:
                    hit.append(veto)
        return hit

    def finished(self, mean, percent):
        tops = [self.lines[one.id] for one in self.system.groups if self.lines[one.id] is not None]
        applicable = sum(top[0] for top in tops)
        ends = {}
        for n, way in enumerate(("now", "low", "high"), start=1):
            kept = sum(top[n] for top in tops)
            basis = (
                rounded(kept * Fraction(self.system.full) / applicable, self.system.places)
                if tops
                else Fraction(0)
            )
            if mean is not None:
                basis = rounded((basis * (100 - percent) + mean[way] * percent) / 100, self.system.places)
            bonus = self.system.bonus
            if bonus and (bonus.enter_over is None or basis > bonus.enter_over):
                basis += self.earned(way)
            if self.struck("mark", way):
                basis = min(basis, Fraction(59))
            ends[way] = Fraction(0) if self.struck("stop", way) else basis
        is_empty = not tops and mean is None and not self.struck("stop", "now")
        if is_empty:
            ends = dict.fromkeys(ends, Fraction(0))
        is_scored = not is_empty and not self.struck("stop", "now")
        return {
            "is_empty": is_empty,
            "lines": self.lines,
            "total": ends["now"] if is_scored else None,
            "low": ends["low"],
            "high": ends["high"],
        }


def as_fraction(value):
    """What the product gives, for comparing."""
    return None if value is None else Fraction(Decimal(value))
