"""Free text, Chinese or English or both, to concerns: deterministic, and read from tables a doctor can review.

Source: clinical-content §4. `find` says which lexicons a text meets; `triage` says what that would raise, as
`anhao triage --json` prints it. The words stand in `lexicons/zh.py` and `lexicons/en.py`, the context (denial, past,
what might be, other people) in `clauses.py`, numbers in `readings.py`, spelling in `spelling.py`.

Passive words ("活着没什么意思", "life is pointless") are `low_mood` and raise U23, as `s_selfharm==passive` does;
active words are `selfharm` and raise E07.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from conversations.clauses import Surroundings, denies
from conversations.lexicons import LEXICON_VERSION, OF_NAME, RULES_OF_LEXICON, SEVERITIES, SEVERITY_OF_LEXICON, en, zh
from conversations.patterns import Group, Pattern, compile_pattern
from conversations.readings import readings, with_digits
from conversations.spelling import normalise

__all__ = ["LEXICON_VERSION", "RULES_OF_LEXICON", "SEVERITY_OF_LEXICON", "Match", "Triage", "find", "triage"]

_ENOUGH: Final = 24  # hits of one pattern that are looked at: a text that repeats itself says nothing new
_MANY: Final = 200  # numbers that are looked at
_ANYBODY: Final = frozenset({"exposure", "psychosis_danger"})  # other people are in it by its nature
_EVENTS: Final = frozenset({"live_vaccine", "other_trial"})  # what was given last month still counts


_Parts = tuple[tuple[int, int], ...]  # where the parts of one hit stand


@dataclass(frozen=True, slots=True)
class Match:
    """A lexicon that the text meets.

    `hedged`: past and resolved, hypothetical, or someone else's: first "is this happening to you now?".
    `negated_selfharm`: self-harm was mentioned and denied: nothing is raised, and `s_selfharm` is still shown.
    """

    lexicon: str
    hedged: bool
    negated_selfharm: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Triage:
    """What a text would raise: the highest severity, all rules, and whether it would first ask "is this you, now?"."""

    severity: str
    rules: tuple[str, ...]
    ask: bool
    show_selfharm: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    reading: str  # stated, hedged, denied


@cache
def _tables() -> dict[str, tuple[Pattern, ...]]:
    return {
        name: tuple(compile_pattern(p, zh.WORDS, english=False) for p in zh.PATTERNS.get(name, ()))
        + tuple(compile_pattern(p, en.WORDS, english=True) for p in en.PATTERNS.get(name, ()))
        for name in OF_NAME
    }


@cache
def _unless() -> dict[str, tuple[Pattern, ...]]:
    return {
        name: tuple(compile_pattern(p, zh.WORDS, english=False) for p in zh.UNLESS.get(name, ()))
        + tuple(compile_pattern(p, en.WORDS, english=True) for p in en.UNLESS.get(name, ()))
        for name in ("*", *OF_NAME)
    }


def _spans(group: Group, line: str) -> Iterator[tuple[int, int]]:
    """Where a group is met, unless what stands in a gap of it denies it: 胸口*不*闷, "my chest *doesn't* hurt"."""
    if not any(opener in line for opener in group.openers):
        return
    for seen, m in enumerate(group.search.finditer(line)):
        if seen >= _ENOUGH:
            return
        if not any(gap and denies(gap) for gap in m.groups()):
            yield m.span()


def _excused(name: str, line: str) -> list[tuple[int, int]]:
    return [span for p in _unless()[name] for block in p.blocks for g in block for span in _spans(g, line)]


def _free(spans: Iterator[tuple[int, int]], excused: list[tuple[int, int]]) -> list[_Parts]:
    return [((a, b),) for a, b in spans if not any(min(b, d) - max(a, c) >= min(2, b - a) for c, d in excused)]


def _read(around: Surroundings, name: str, start: int, end: int) -> str:
    if around.denied(start, end):
        return "denied"
    hedged = around.hedged(
        start,
        end,
        emergency=SEVERITY_OF_LEXICON[name] == "emergency",
        self_harm=name == "selfharm",
        anybody=name in _ANYBODY,
        event=name in _EVENTS,
    )
    return "hedged" if hedged else "stated"


def _hits(pattern: Pattern, name: str, around: Surroundings, excused: list[tuple[int, int]]) -> Iterator[_Hit]:
    found = [
        _joined([_free(_spans(g, around.line), excused) for g in block], around, one_clause=True)
        for block in pattern.blocks
    ]
    for parts in _joined(found, around, one_clause=False):
        meant = {_read(around, name, a, b) for a, b in parts}
        yield _Hit(
            min(a for a, _ in parts),
            max(b for _, b in parts),
            "denied" if "denied" in meant else "hedged" if "hedged" in meant else "stated",
        )


def _joined(groups: list[list[_Parts]], around: Surroundings, *, one_clause: bool) -> list[_Parts]:
    """For each hit of the first group, with it the first hit of every other group that stands near and apart."""
    out = []
    for first in groups[0]:
        chosen = first
        for others in groups[1:]:
            near = (o for o in others if _together(around, chosen, o, one_clause))
            found = next(near, None)
            if found is None:
                break
            chosen = (*chosen, *found)
        else:
            out.append(chosen)
    return out


def _together(around: Surroundings, chosen: _Parts, other: _Parts, one_clause: bool) -> bool:
    if any(a < d and c < b for c, d in chosen for a, b in other):
        return False
    here, there = chosen[0][0], other[0][0]
    if one_clause:
        return around.clause(here) == around.clause(there)
    return abs(around.sentence(here) - around.sentence(there)) <= 1


def _match(name: str, hits: list[_Hit], line: str) -> Match | None:
    order = {"stated": 0, "hedged": 1, "denied": 2}
    if not hits:
        return None
    best = min(hits, key=lambda h: (order[h.reading], h.start))
    words = line[best.start : best.end].strip()[:80]
    if best.reading == "denied":
        return Match(name, False, True, words) if name == "selfharm" else None
    return Match(name, best.reading == "hedged", False, words)


def find(text: str) -> tuple[Match, ...]:
    """The lexicons that a text meets, worst first; at most one match each. Never raises."""
    line = normalise(text)
    around = Surroundings(line)
    everyday = _excused("*", line)
    hits: dict[str, list[_Hit]] = {name: [] for name in OF_NAME}
    for name, patterns in _tables().items():
        excused: list[tuple[int, int]] | None = None
        for pattern in patterns:
            if not pattern.possible(line):
                continue
            if excused is None:
                excused = everyday + _excused(name, line)
            hits[name] += _hits(pattern, name, around, excused)
            if any(h.reading == "stated" for h in hits[name]):
                break
    digits = with_digits(line)
    counted = Surroundings(digits)
    measured = False
    for reading in readings(digits)[:_MANY]:
        measured = measured or (reading.kind == "temperature" and reading.lexicon in ("", "reading"))
        if reading.lexicon:
            hits[reading.lexicon].append(
                _Hit(reading.start, reading.end, _read(counted, reading.lexicon, reading.start, reading.end))
            )
    if measured:
        hits["fever"] = [h for h in hits["fever"] if any(c.isdigit() for c in digits[h.start : h.end])]
    found = (_match(name, hits[name], line) for name in OF_NAME)
    return tuple(m for m in found if m is not None)


def triage(text: str) -> Triage:
    """What a text would raise, were it written on any screen."""
    found = find(text)
    matches = [m for m in found if not m.negated_selfharm]
    denied = len(matches) < len(found)
    if not matches:
        return Triage("none", (), False, denied)
    rank = {m.lexicon: SEVERITIES.index(SEVERITY_OF_LEXICON[m.lexicon]) for m in matches}
    top = max(rank.values())
    stated = [m for m in matches if not m.hedged]
    rules = dict.fromkeys(rule for m in matches for rule in RULES_OF_LEXICON[m.lexicon])
    if "E03" in rules and any(m.lexicon == "chest" and not m.hedged for m in matches):
        rules.pop("U20", None)
    ask = not any(rank[m.lexicon] == top for m in stated)
    return Triage(SEVERITIES[top], tuple(rules), ask, denied)
