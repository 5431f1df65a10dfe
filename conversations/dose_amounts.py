"""From numbers and units to milligrams: tablets and their strength, products, pairs that say the same twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from conversations.dose_words import AT_AM, AT_PM, UnclearReason

MOST_TABLETS = Decimal(20)
"""Bare numbers in a split (早4晚2) are read as tablets only up to this many tablets a day; to confirm."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a phrase: the letter of its kind, the word, and the number in it if there is one."""

    kind: str
    text: str
    value: Decimal | None = None

    @property
    def number(self) -> Decimal:
        """The number of a word that always has one."""
        return self.value if self.value is not None else Decimal(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """Tokens in which every quantity is `q`, in mg. guessed_tablets: bare numbers that could have been mg as well."""

    tokens: list[Token]
    guessed_tablets: bool


Build = Callable[[list[Token]], list[Token] | UnclearReason | None]


class _Stop(Exception):
    """Carries the reason out of a rewrite."""

    def __init__(self, reason: UnclearReason) -> None:
        super().__init__(reason)
        self.reason = reason


def rewrite(tokens: list[Token], pattern: str, build: Build) -> list[Token]:
    """Replace every run of tokens whose letters match by what `build` makes of it; None leaves it as it is."""
    start = 0
    while found := re.compile(pattern).search("".join(t.kind for t in tokens), start):
        made = build(tokens[found.start() : found.end()])
        if isinstance(made, UnclearReason):
            raise _Stop(made)
        if made is None:
            start = found.start() + 1
        else:
            tokens = [*tokens[: found.start()], *made, *tokens[found.end() :]]
            start = found.start() + len(made)
    return tokens


def amounts(tokens: list[Token], strengths: tuple[Decimal, ...], tablet_mg: Decimal | None) -> Counted | UnclearReason:
    """Turn all numbers of a phrase into milligrams, or say why that would be a guess."""
    known = {*strengths, *([] if tablet_mg is None else [tablet_mg])}
    try:
        tokens = _strengths(_units(_clocks(tokens)), known)
        stated = {t.number for t in tokens if t.kind == "s"}
        if len(stated) > 1 or not stated <= known:
            return UnclearReason.INCONSISTENT
        tokens = _products(tokens, known)
        tokens, guessed = _bare(tokens, stated.pop() if stated else None, tablet_mg)
        strength = next((t.number for t in tokens if t.kind == "s"), tablet_mg)
        tokens = [t for t in tokens if t.kind != "s"]
        tokens = _pairs(tokens, known, strength)
    except _Stop as stop:
        return stop.reason
    return Counted(tokens, guessed)


def _slot(part: str) -> str:
    """Morning, noon or evening: words for the same part of the day (this morning after breakfast); else empty."""
    for slot, words in (
        ("m", "早|晨|morning|breakfast"),
        ("n", "中午|午饭|午餐|noon|lunch"),
        ("e", "晚|evening|dinner"),
    ):
        if re.search(words, part) and "afternoon" not in part:
            return slot
    return ""


def _clocks(tokens: list[Token]) -> list[Token]:
    """A clock time beside a part of the day is one part of the day (8 in the morning), if the two agree."""

    def merge(run: list[Token]) -> list[Token] | None:
        part, clock = sorted(run, key=lambda t: t.kind, reverse=True)
        early = re.search(r"早|晨|上午|起床|morning|breakfast|a\.?m", part.text) is not None
        typed_twice = re.search(r"(?<![a-z])[ap]\.?m", part.text) is not None
        if typed_twice or (clock.text == AT_AM and not early) or (clock.text == AT_PM and early):
            return None
        return [part]

    def same(run: list[Token]) -> list[Token] | None:
        return run[:1] if _slot(run[0].text) and _slot(run[0].text) == _slot(run[1].text) else None

    tokens = rewrite(rewrite(tokens, "pc|cp", merge), "pp", same)
    return [Token("p", t.text + str(i)) if t.kind == "c" else t for i, t in enumerate(tokens)]


def _units(tokens: list[Token]) -> list[Token]:
    """Numbers with their units: n u -> t (tablets), n g -> m (milligrams), 一片半 -> 1.5 tablets."""

    def and_half(run: list[Token]) -> list[Token] | UnclearReason | None:
        if run[2].text != "半":
            return None
        return (
            UnclearReason.TWO_READINGS
            if run[1].text == "个" or not run[0].value
            else [Token("t", "", run[0].number + run[2].number)]
        )

    def milligrams(run: list[Token]) -> list[Token] | UnclearReason:
        if re.search("/|分之", run[0].text):
            return UnclearReason.TWO_READINGS
        return [Token("m", run[1].text, run[0].value)]

    tokens = rewrite(tokens, "n[uU]n(?![uUgG])", and_half)
    tokens = rewrite(tokens, "n[uU]", lambda run: [Token("t", run[1].text, run[0].value)])
    tokens = rewrite(tokens, "n[gG]", milligrams)
    tokens = rewrite(tokens, "tu", lambda run: run[:1])
    if any(t.kind == "t" and "个" in t.text for t in tokens) and sum(t.kind == "t" for t in tokens) > 1:
        raise _Stop(UnclearReason.TWO_READINGS)
    return tokens


def _strengths(tokens: list[Token], known: set[Decimal]) -> list[Token]:
    """Milligrams that are called the strength of a tablet: 每片5毫克, 5mg/片, 5毫克的6片, six 5 mg tablets."""

    def strength(run: list[Token]) -> list[Token]:
        return [Token("s", "", next(t.value for t in run if t.kind == "m"))]

    def counted(run: list[Token]) -> list[Token]:
        return [Token("t", "", next(t.value for t in run if t.kind == "n")), *(t for t in run if t.kind == "s")]

    tokens = rewrite(tokens, "E[,(]?m|m/?E|m/?h?[uU]", strength)
    tokens = rewrite(tokens, "nx?s|sxn", counted)
    kinds = "".join(t.kind for t in tokens)
    if "t" in kinds:
        tokens = rewrite(tokens, "mh", strength)
        if not re.search("[pkyb]", kinds):
            tokens = rewrite(tokens, "me|em", lambda run: strength(run) if strength(run)[0].value in known else None)
    if kinds.count("t") > 1:

        def one_is(run: list[Token]) -> list[Token] | None:
            return strength(run) if {t.value for t in run if t.kind == "t"} == {1} and mg(run) in known else None

        def mg(run: list[Token]) -> Decimal:
            return next(t.number for t in run if t.kind == "m")

        tokens = rewrite(tokens, "(?<!p)(?:mt|tm)", one_is)
    elif any(tokens[i].kind + tokens[i + 1].kind == "mh" and tokens[i].value in known for i in range(len(tokens) - 1)):
        raise _Stop(UnclearReason.TWO_READINGS)  # 5毫克的: what was taken, or what the tablets are
    return [t for t in tokens if t.kind not in "hE"]


def _bare(tokens: list[Token], stated: Decimal | None, tablet_mg: Decimal | None) -> tuple[list[Token], bool]:
    """Give numbers without unit the unit of their neighbours in a split; without any, tablets if mg cannot be meant."""
    kinds = "".join(t.kind for t in tokens)
    places = [i for i, kind in enumerate(kinds) if kind == "n"]
    if not places or (len(places) == 1 and kinds.strip(",") in {"n", "dn", "nd"} and not tokens[places[0]].number):
        return [Token("q", "", Decimal(0)) if t.kind == "n" else t for t in tokens], False
    joined = [re.search(r"[pe+JowfPO][,:&]*$", kinds[:i]) or re.match(r"[,&]*p|[+ow]", kinds[i + 1 :]) for i in places]
    units = {kind for kind in kinds if kind in "tm"}
    if not all(joined) or len(units) > 1:
        raise _Stop(UnclearReason.BARE_NUMBER)
    unit = units.pop() if units else "t"
    guessed = False
    if "t" not in kinds and "m" not in kinds and stated is None:
        values = [tokens[i].number for i in places]
        clocks = all(6 <= value <= 12 for value in values)  # 早8晚8 may be when, not how much
        group = (len(places) > 1 and not clocks) or re.search("p[,&]*pe,?n", kinds) is not None
        if not group or tablet_mg is None or tablet_mg <= 0 or sum(values) > MOST_TABLETS:
            raise _Stop(UnclearReason.BARE_NUMBER)
        guessed = all(value % (tablet_mg / 2) == 0 for value in values)
    return [Token(unit, "", t.value) if t.kind == "n" else t for t in tokens], guessed


def _products(tokens: list[Token], known: set[Decimal]) -> list[Token]:
    """5mg×6片, 2片×3次, 5mg x 6."""

    def strength_times(run: list[Token]) -> list[Token] | UnclearReason:
        mg = next(t.number for t in run if t.kind == "m")
        return [Token("q", "", run[0].number * run[2].number)] if mg in known else UnclearReason.INCONSISTENT

    def times(run: list[Token]) -> list[Token]:
        kind = next(t.kind for t in run if t.kind in "tmq")
        return [Token(kind, "", run[0].number * run[2].number)]

    tokens = rewrite(tokens, "mxt|txm", strength_times)
    return rewrite(tokens, "[tmq]x[nky]|[nky]x[tmq]", times)


def _pairs(tokens: list[Token], known: set[Decimal], strength: Decimal | None) -> list[Token]:
    """Tablets and milligrams side by side: the same dose twice (6片30毫克) or tablets of a strength (6片5毫克)."""

    def pair(run: list[Token]) -> list[Token] | UnclearReason:
        letters = "".join(t.kind for t in run)
        tablets = next(t.number for t in run if t.kind == "t")
        mg = next(t.number for t in run if t.kind == "m")
        readings = set()
        if mg == tablets * strength if strength is not None else tablets and mg / tablets in known:
            readings.add(mg)
        if mg in known and not re.search("[a=]|t,m", letters):
            readings.add(tablets * mg)
        if not readings:
            return UnclearReason.INCONSISTENT
        return [Token("q", "", readings.pop())] if len(readings) == 1 else UnclearReason.TWO_READINGS

    tokens = rewrite(tokens, r"t[,=/a]*[a=/]m|m[,=/a]*[a=/]t|t\(m\)|m\(t\)|t[,(]?m|m[,(]?t", pair)
    done: list[Token] = []
    for token in tokens:
        if token.kind == "t":
            if strength is None and token.number:
                raise _Stop(UnclearReason.STRENGTH_UNKNOWN)
            token = Token("q", "", token.number * (strength or Decimal(0)))
        done.append(Token("q", "", token.value) if token.kind == "m" else token)
    return done
