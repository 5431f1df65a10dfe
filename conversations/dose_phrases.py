"""The reader of dose phrases: what a person wrote becomes milligrams for the day, or a reason to ask again.

Nothing is skipped that is not known to be harmless: every word gets a letter (`dose_tokens`), the letters are put
together step by step, and a row of letters that no rule covers is unclear. So a new way of saying something costs a
question, not a wrong dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches

from conversations import dose_tokens, dose_words
from conversations.dose_amounts import Token, amounts
from conversations.dose_day import settle
from conversations.dose_explained import explained
from conversations.dose_numbers import NUMBER, read_number
from conversations.dose_words import UnclearReason

MOST_MG = Decimal(10000)
"""More than this in a day is a telephone number or a date, not a dose; such a phrase is unclear."""
LONGEST = 400
"""Characters of a phrase that are read; a longer one is a letter, not a dose."""

Names = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What the person was asked: the drug, whether it is a steroid, its strengths, and the person's tablet and plan."""

    drug: str
    steroid: bool
    strengths: tuple[Decimal, ...]
    tablet_mg: Decimal | None
    plan_mg: Decimal | None


@dataclass(frozen=True, slots=True)
class Amount:
    """What was read. plain: the words say it outright (six tablets), nothing was added up or interpreted."""

    mg: Decimal
    plain: bool


_PARTS = dose_tokens.compiled(dose_tokens.PARTS)
_LATER = dose_tokens.compiled(
    dose_tokens.UNITS + dose_tokens.MORE_OR_LESS + tuple(("", f) for f in dose_tokens.FILLERS)
)
_NEUTRAL = tuple(re.compile(p) for p in dose_words.NEUTRAL)
_SAME = re.compile("|".join(f"(?:{p})" for p in dose_words.SAME))
_CLOCKS = tuple(re.compile(p) for p in dose_words.CLOCKS)
_HOURLY = re.compile(dose_words.HOURLY)
_NOTHING = re.compile(dose_words.NOTHING)
_OTHER = re.compile(dose_words.OTHER_MEDICINES)
_FIRST = tuple((reason, re.compile(p)) for reason, p in dose_words.TRAPS_FIRST)
_TRAPS = tuple((reason, re.compile(p)) for reason, p in dose_words.TRAPS)
_AND_A_HALF = re.compile(
    rf"(?<![a-z0-9.])(an?|{dose_words.EN_N}) (tablets?|tabs?|pills?) and (?:an? |one )?(half"
    rf"|quarter)(?![a-z])"
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_UNIT_WORDS = ("tablets", "tablet", "pills", "milligrams", "milligram")


def named(text: str, names: Names) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the code and place of every drug name in normalised text; `names` has the longest first.

    English names of seven letters and more may have a slip of a letter or two.
    """
    code = dict(names)
    long = [name for name in code if name.isascii() and len(name) > 6]
    for found in re.finditer("|".join(f"(?:{_name(n)})" for n, _ in names) + "|[a-z]{7,}", text):
        word = found.group()
        near = [word] if word in code else get_close_matches(word, long, n=1, cutoff=0.85)
        if near:
            yield code[near[0]], found.span()


def _name(name: str) -> str:
    return rf"(?<![a-z]){name}(?![a-z])" if name.isascii() else re.escape(name)


def read(text: str, ask: Ask, names: Names) -> Amount | UnclearReason:
    """Read a normalised phrase."""
    if len(text) > LONGEST:
        return UnclearReason.NOTHING_READ
    told = explained(text, ask.tablet_mg, ask.plan_mg)
    marked = _mark(told or text, ask, names)
    if isinstance(marked, UnclearReason):
        return marked
    for reason, trap in _TRAPS:
        if trap.search(marked):
            return reason
    every = list(_tokens(marked))
    tokens = _known(every)
    if tokens is None:
        return UnclearReason.NOTHING_READ
    plain = all(t.kind != "?" for t in every) and "".join(t.kind for t in tokens if t.kind) in {
        "nu",
        "ng",
        "n",
        "z",
        "n,",
        "nu,",
        "ng,",
        "z,",
    }
    counted = amounts(tokens, ask.strengths, ask.tablet_mg)
    if isinstance(counted, UnclearReason):
        return counted
    mg = settle(counted.tokens, ask.plan_mg)
    if isinstance(mg, UnclearReason):
        return mg
    if counted.guessed_tablets and mg != ask.plan_mg:
        return UnclearReason.BARE_NUMBER
    return Amount(mg, plain and told is None) if mg <= MOST_MG else UnclearReason.NOTHING_READ


def _mark(text: str, ask: Ask, names: Names) -> str | UnclearReason:
    """Put marks for the drug's name, "as planned" and clock times, and take out what says nothing about the dose."""
    for code, (start, end) in reversed(list(named(text, names))):
        if code != ask.drug:
            return UnclearReason.OTHER_DRUG
        text = text[:start] + dose_words.DRUG + text[end:]
    if re.search(r"激素|(?<![a-z])(?:steroids?|preds?)(?![a-z])", text) and not ask.steroid:
        return UnclearReason.OTHER_DRUG
    text = re.sub(rf"(?<![{dose_words.N[1:-2]}.])({dose_words.DRUG})(?:片剂|药片|片)", r"\1", text)
    text = _AND_A_HALF.sub(lambda m: f"{'one' if m[1] in {'a', 'an'} else m[1]} and a {m[3]} {m[2]}", text)
    if _HOURLY.search(text):
        return UnclearReason.FREQUENCY
    for pattern in _NEUTRAL:
        text = pattern.sub(" ", text)
    text = _NOTHING.sub(dose_words.NO_DOSE, text)
    for reason, trap in _FIRST:
        if trap.search(text):
            return reason
    if _OTHER.search(text):
        return UnclearReason.OTHER_DRUG
    text = _SAME.sub(dose_words.AS_PLANNED, text)
    for pattern in _CLOCKS:
        text = pattern.sub(_clock, text)
    return text


def _clock(found: re.Match[str]) -> str:
    half = re.search(r"([ap])\.?m", found.group())
    mark = dose_words.AT if not half else dose_words.AT_AM if half[1] == "a" else dose_words.AT_PM
    return f" {mark} "


def _tokens(text: str) -> Iterator[Token]:
    """Cut the phrase into words with their letters; a filler has the letter ""."""
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        token = _token_at(text, at)
        yield token
        at += len(token.text)


def _token_at(text: str, at: int) -> Token:
    for letter, pattern in _PARTS:
        found = pattern.match(text, at)
        if found and found.group():
            return Token(letter, found.group(), _count(letter, found))
    number = NUMBER.match(text, at)
    if number:
        value = read_number(number)
        return Token("r" if value is None else "n", number.group(), value)
    for letter, pattern in _LATER:
        found = pattern.match(text, at)
        if found and found.group():
            return Token(letter, found.group(), None)
    word = _WORD.match(text, at)
    if word and len(word.group()) >= 4 and get_close_matches(word.group(), _UNIT_WORDS, n=1, cutoff=0.8):
        return Token("G" if word.group().startswith("mi") else "U", word.group(), None)
    return Token("?", word.group() if word else text[at], None)


_BID = {"b": 2, "t": 3, "q": 1}


def _count(letter: str, found: re.Match[str]) -> Decimal | None:
    """The number inside a word: three times, divided in two, tid."""
    groups = {name: text for name, text in found.groupdict().items() if text}
    if letter == "b":
        return Decimal(4) if found.group().startswith(("qi", "q.i")) else Decimal(_BID[found.group()[0]])
    for name, value in (("once", 1), ("twice", 2), ("thrice", 3)):
        if name in groups:
            return Decimal(value)
    number = NUMBER.fullmatch(groups.get("n") or groups.get("n2") or "")
    return read_number(number) if number else None


_MATTERS = re.compile(
    r"[不没未别无勿忘漏吐剩差少多加减停改换又再还另半几吃服片粒颗药量问想打算要会将如若假该应被给0-9]"
    r"|[a-z]*n'?t(?![a-z])|not|never|except|only|half|less|more|tak|took|pill|tab|dose|mg"
)


def _known(tokens: list[Token]) -> list[Token] | None:
    """Without fillers, and without clauses that hold no dose word at all; None where an unknown word is near one."""
    kept: list[Token] = []
    clause: list[Token] = []
    for token in [*tokens, Token(",", "", None)]:
        clause.append(token)
        if token.kind == ",":
            unknown = any(t.kind == "?" for t in clause)
            if unknown and (
                {t.kind for t in clause} - {"?", "", ","} or _MATTERS.search("".join(t.text for t in clause))
            ):
                return None
            kept += [] if unknown else clause
            clause = []
    return [replace(t) for t in kept if t.kind and (t.kind != "," or t.text)]
