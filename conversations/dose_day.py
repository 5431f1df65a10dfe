"""From quantities to the day: morning and evening, so many times a day, totals, new values, nothing taken."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from conversations.dose_amounts import Token
from conversations.dose_words import UnclearReason

Outcome = Decimal | UnclearReason


def settle(tokens: list[Token], plan_mg: Decimal | None) -> Outcome:
    """The milligrams of the day, or the reason why they cannot be told."""
    if "zz" in _kinds(tokens):
        return UnclearReason.TWO_READINGS
    tokens = [replace(t, kind="=") if t.kind == "(" else t for t in tokens if t.kind not in ",&)/"]
    tokens = _loose(tokens)
    kinds = _kinds(tokens)
    if re.search("[rnxuUgGhE]", kinds):
        return UnclearReason.RANGE if "r" in kinds else UnclearReason.BARE_NUMBER
    if "S" in kinds:
        if not re.search("[qz]", kinds):
            fits = re.fullmatch("[Sd]+", kinds) is not None and plan_mg is not None
            return plan_mg if fits and plan_mg is not None else UnclearReason.SAME
        if "z" in kinds:
            return UnclearReason.TWO_READINGS
        tokens = [t for t in tokens if t.kind != "S"]
    return _changed(tokens)


def _loose(tokens: list[Token]) -> list[Token]:
    """Without signs that join nothing: a bracket that repeats no dose, a plus between parts of the day."""
    kinds = _kinds(tokens)
    idle = {i for i, kind in enumerate(kinds) if kind == "=" and kinds[max(i - 1, 0) : i + 2] != "q=q"}
    if re.fullmatch(r"pq(?:\+pq)+|qp(?:\+qp)+", kinds):
        idle |= {i for i, kind in enumerate(kinds) if kind == "+"}
    return [t for i, t in enumerate(tokens) if i not in idle]


def _kinds(tokens: list[Token]) -> str:
    return "".join(t.kind for t in tokens)


def _changed(tokens: list[Token]) -> Outcome:
    """New values, what should have been, what is left after "not all": leave only what was taken."""
    kinds = _kinds(tokens)
    if "R" in kinds:
        return tokens[-1].number if re.fullmatch("R+q?[aV]q", kinds) else UnclearReason.RELATIVE
    if "V" in kinds and "z" in kinds:
        return UnclearReason.NOT_YET
    tokens = [t for t in tokens if t.kind != "V"]
    new = re.match("P?(?:(?:f?q)?w|fqo)", _kinds(tokens))
    if new:
        tokens = tokens[new.end() :]
    planned = re.search("Pd?q(?=.*q)|(?<=q)Pd?q$", _kinds(tokens))
    if planned:
        tokens = [*tokens[: planned.start()], *tokens[planned.end() :]]
    part = re.match("q?L+O?(?=[^L]*q)|q(?=O[dp]*q$)", _kinds(tokens))
    if part:
        tokens = tokens[part.end() :]
    tokens = [t for t in tokens if t.kind != "O"]
    kinds = _kinds(tokens)
    if re.fullmatch("(?:p?z+)+p?Bq", kinds):
        return tokens[-1].number
    for letters, reason in (
        ("P", UnclearReason.PLANNED),
        ("L", UnclearReason.PART),
        ("B", UnclearReason.RELATIVE),
        ("[fow]", UnclearReason.RANGE),
    ):
        if re.search(letters, kinds):
            return reason
    return _added(tokens)


def _added(tokens: list[Token]) -> Outcome:
    """Sums: 4片+2片, 4 tablets and then another 2; and the same dose said twice with an equals sign."""
    kinds = _kinds(tokens)
    same = re.fullmatch("q=q", kinds)
    if same:
        return tokens[0].number if tokens[0].value == tokens[2].value else UnclearReason.INCONSISTENT
    while found := re.search(r"qp?[+J]q", kinds):
        run = tokens[found.start() : found.end()]
        total = Token("q", "", sum((t.number for t in run if t.kind == "q"), Decimal(0)))
        tokens = [*tokens[: found.start()], total, *(t for t in run if t.kind == "p"), *tokens[found.end() :]]
        kinds = _kinds(tokens)
    if re.match("p?q", kinds) and re.search("J(?!q)", kinds) is None:
        tokens = [t for t in tokens if t.kind != "J"]
        kinds = _kinds(tokens)
    if re.search("[+J=]", kinds):
        return UnclearReason.RELATIVE
    return _parts(tokens)


def _parts(tokens: list[Token]) -> Outcome:
    """Parts of the day and how often; what remains must be covered by one of the rules."""
    core = [t for t in tokens if t.kind not in "da"]
    kinds = _kinds(core)
    quantities = [t.number for t in core if t.kind == "q"]
    if not kinds or not re.search("[qz]", kinds):
        return UnclearReason.FREQUENCY if re.search("[kyb]", kinds) else UnclearReason.NOTHING_READ
    if re.fullmatch("z+|(?:pz){2,}|p{2,}z", kinds):
        return Decimal(0)
    if not quantities:
        return UnclearReason.PART
    if re.fullmatch("(p+)i(q+)", kinds) and kinds.count("p") == len(quantities):
        return sum(quantities, Decimal(0))
    if re.fullmatch("[pkyd]*aq", _kinds(tokens)):
        return quantities[0]
    if re.fullmatch("[pqz]+", kinds):
        return _split(core)
    if "z" in kinds or "i" in kinds:
        return UnclearReason.TWO_READINGS
    return _often(core, day="d" in _kinds(tokens))


def _split(core: list[Token]) -> Outcome:
    """Each part of the day with its dose (早4片晚2片), with or without the total; z is a part left out."""
    kinds = _kinds(core)
    if kinds == "q":
        return core[0].number
    parts = [t.text for t in core if t.kind == "p"]
    if len(set(parts)) < len(parts):
        return UnclearReason.TWO_READINGS
    if len(parts) == 1 and parts[0].startswith("第"):
        return UnclearReason.PART
    if re.fullmatch("(?:p[qz])+|(?:[qz]p)+", kinds):
        return sum((t.number for t in core if t.kind == "q"), Decimal(0))
    results = set()
    for total, rest in ((core[0], core[1:]), (core[-1], core[:-1])):
        added = sum((t.number for t in rest if t.kind == "q"), Decimal(0))
        whole = total.kind == "q" and re.fullmatch("(?:p[qz]){2,}|(?:[qz]p){2,}", _kinds(rest)) is not None
        if whole and added == total.number:
            results.add(added)
    if results:
        return results.pop() if len(results) == 1 else UnclearReason.TWO_READINGS
    return UnclearReason.INCONSISTENT if kinds.count("q") > kinds.count("p") > 1 else UnclearReason.TWO_READINGS


def _often(core: list[Token], day: bool) -> Outcome:
    """So much each time, so many times a day; a total that was divided."""
    kinds = _kinds(core)
    quantities = [t.number for t in core if t.kind == "q"]
    counts = [t.number for t in core if t.kind in "kyb" and t.value is not None]
    parts = kinds.count("p")
    if "v" in kinds:
        return _divided(core)
    each = "e" in kinds
    if counts and sorted(counts)[0] == 1 and len(counts) == 2 and re.search("kq|qk|yq", kinds):
        each, counts = True, [max(counts)]  # 一天三次，一次两片
    if len(counts) > 1 or len(quantities) > 2 or len(set(t.text for t in core if t.kind == "p")) < parts:
        return UnclearReason.TWO_READINGS
    times = counts[0] if counts else None
    if parts > 1:
        if not each or (times is not None and times not in {1, parts}):
            return UnclearReason.TWO_READINGS
        times = Decimal(parts)
    elif parts == 1 and times is None:
        return UnclearReason.FREQUENCY
    if times is None:
        return UnclearReason.FREQUENCY
    if len(quantities) == 2:
        return _each_and_total(quantities, times) if each else UnclearReason.TWO_READINGS
    if times == 1:
        sure = day or each or "y" in kinds or "b" in kinds or parts == 1
        return quantities[0] if sure else UnclearReason.FREQUENCY
    multiplied = each or "b" in kinds or (re.fullmatch("qy", kinds) is not None and not day)
    return quantities[0] * times if multiplied and parts != 1 else UnclearReason.FREQUENCY


def _each_and_total(quantities: list[Decimal], times: Decimal) -> Outcome:
    """6片，一天两次，每次3片: both must agree."""
    less, more = sorted(quantities)
    return more if less * times == more else UnclearReason.INCONSISTENT


def _divided(core: list[Token]) -> Outcome:
    """一天6片分三次: the total; with "each" behind it, both must agree."""
    kinds = _kinds(core)
    quantities = [t.number for t in core if t.kind == "q"]
    times = next((t.value for t in core if t.kind == "v"), None)
    if re.fullmatch("qp*v+p*|p*v+q", kinds):
        return quantities[0]
    if re.fullmatch("v[ek]q", kinds) and times is not None:
        return quantities[0] * times
    if re.fullmatch("qv[ek]q", kinds) and times is not None:
        return _each_and_total(quantities, times)
    parts = re.fullmatch("qv(?:(?:pq)+|(?:qp)+)", kinds)
    if parts and sum(quantities[1:], Decimal(0)) == quantities[0]:
        return quantities[0]
    return UnclearReason.TWO_READINGS
