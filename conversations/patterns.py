"""The small notation in which the word tables are written, and its translation to search.

`a|b`      either phrase
`a..b`     b follows a in the same clause, a few characters or words between (`a...b`: twice as many)
`{name}`   any phrase of the word class `name`, from the WORDS table of the same file
`pain*`    English only: the word with any ending
`a & b`    both, in the same clause, in any order
`a + b`    both, in the same sentence or in neighbouring ones, in any order (`|` binds before `&`, and `&` before `+`)

Every quantifier that comes out is bounded or stands on one character class, and none stands inside another,
so that the search takes time in proportion to the length of the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ZH_GAP = 8
EN_GAP = 26
_STOP = ",.;!?¦"


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a `+` or `&`: a search, and the words of which one must be there before it is worth running."""

    search: re.Pattern[str]
    openers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a word table: blocks that stand near each other, each of groups that stand in one clause."""

    source: str
    blocks: tuple[tuple[Group, ...], ...]

    def possible(self, line: str) -> bool:
        """Whether every group has one of its openers in the line: the cheap question before the search."""
        return all(any(o in line for o in group.openers) for block in self.blocks for group in block)


def _class_of(name: str, words: Mapping[str, str]) -> list[str]:
    out: list[str] = []
    for word in words[name].split("|"):
        word = word.strip()
        if word.startswith("{"):
            out += _class_of(word[1:-1], words)
        else:
            out.append(word)
    return sorted(out, key=len, reverse=True)


def _gap(dots: int, size: int) -> str:
    return f"([^{_STOP}]{{0,{size if dots == 2 else 2 * size}}}?)"


def _zh_part(part: str, words: Mapping[str, str]) -> str:
    out = ""
    for piece in re.split(r"(\{\w+\})", part):
        if piece.startswith("{"):
            out += "(?:" + "|".join(re.escape(w) for w in _class_of(piece[1:-1], words)) + ")"
        else:
            out += re.escape(piece)
    return out


def _en_word(word: str) -> str:
    return re.escape(word[:-1]) + "[a-z']*" if word.endswith("*") else re.escape(word)


def _en_phrase(phrase: str) -> str:
    return " ".join(_en_word(w) for w in phrase.split())


def _en_part(part: str, words: Mapping[str, str]) -> str:
    out = ""
    for piece in re.findall(r"\{\w+\}|[^\s{}]+", part):
        if piece.startswith("{"):
            out += " (?:" + "|".join(_en_phrase(p) for p in _class_of(piece[1:-1], words)) + ")"
        else:
            out += " " + _en_word(piece)
    return out + "(?= )"


def _openers(part: str, words: Mapping[str, str], english: bool) -> list[str]:
    first = re.findall(r"\{\w+\}|[^\s{}]+", part)[0]
    found = _class_of(first[1:-1], words) if first.startswith("{") else [first]
    return [f" {w.split()[0].rstrip('*')}" if english else w for w in found]


def _alternative(text: str, words: Mapping[str, str], english: bool) -> tuple[str, list[str]]:
    pieces = re.split(r"(\.{2,3})", text.strip())
    out = ""
    for i, piece in enumerate(pieces):
        if i % 2:
            out += _gap(len(piece), EN_GAP if english else ZH_GAP)
        else:
            out += _en_part(piece, words) if english else _zh_part(piece.strip(), words)
    return out, _openers(pieces[0].strip(), words, english)


def compile_pattern(source: str, words: Mapping[str, str], *, english: bool) -> Pattern:
    """The search for one line of a word table."""
    return Pattern(
        source,
        tuple(tuple(_group(group, words, english) for group in block.split(" & ")) for block in source.split(" + ")),
    )


def _group(text: str, words: Mapping[str, str], english: bool) -> Group:
    searches, openers = [], []
    for alternative in text.split("|"):
        search, first = _alternative(alternative, words, english)
        searches.append(search)
        openers += first
    return Group(re.compile("|".join(searches)), tuple(dict.fromkeys(openers)))


def vocabulary(sources: list[str], words: Mapping[str, str]) -> frozenset[str]:
    """Every English word that the tables use, whole, and the stems of six letters or more."""
    return frozenset(re.findall(r"[a-z']+(?![a-z'*])|[a-z]{6,}(?=\*)", " ".join([*sources, *words.values()])))
