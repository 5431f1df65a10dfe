"""From what people type to what the word tables are written in.

Width (NFKC), case, apostrophes, traditional characters, homophones that Chinese keyboards and voice input put in
place of the word meant, English contractions without their apostrophe and slips of one letter in words of six or more.
The result is one line in which English words, numbers and punctuation stand between single spaces, Chinese runs are
unbroken, `,` ends a clause, `.` `!` `?` `;` end a sentence and `¦` is a space that somebody typed inside Chinese.
"""

import re
import unicodedata
from functools import cache

from conversations.lexicons import en, zh
from conversations.patterns import vocabulary

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[./]\d+)?|[\u3400-\u9fff]+|[,.;!?:、°¦%]")
_HAN_SPACE = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u00a0]+(?=[\u3400-\u9fff])")
_APOSTROPHE = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'"})
_MARKS = str.maketrans(
    {
        "。": ".",
        "…": ",",
        "～": ",",
        "~": ",",
        "\n": ".",
        "\r": ".",
        "(": ",",
        ")": ",",
        "—": ",",
        "|": ",",
        "．": ".",
        "“": " ",
        "”": " ",
        '"': " ",
        "-": " ",
        "–": ",",
        "_": " ",
        "*": " ",
        "&": " and ",
    }
)
_TRADITIONAL = str.maketrans({pair[0]: pair[1] for pair in zh.TRADITIONAL.split()})


@cache
def _known() -> frozenset[str]:
    patterns = [p for group in en.UNLESS.values() for p in group]
    context = [en.TRANSPARENT, en.SYMPTOMS, en.PAST, en.MAYBE, en.OTHERS, en.KIN, en.RELATIVES, en.STAGE]
    return _meant() | vocabulary([*patterns, *context], {}) | en.ORDINARY


@cache
def _meant() -> frozenset[str]:
    return vocabulary([p for group in en.PATTERNS.values() for p in group], en.WORDS)


@cache
def _deletions() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in sorted(w for w in _meant() if len(w) >= 6 and "'" not in w):
        for i in range(len(word)):
            table.setdefault(word[:i] + word[i + 1 :], []).append(word)
    return {short: tuple(words) for short, words in table.items()}


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter was left out, put in, changed, or two neighbours swapped."""
    if a == b:
        return True
    i = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] or (a[i + 2 :] == b[i + 2 :] and a[i : i + 2] == b[i : i + 2][::-1])
    return a[i + 1 :] == b[i:] if len(a) > len(b) else a[i:] == b[i + 1 :]


def mend(word: str) -> str:
    """An English word of six letters or more, one slip from a word of the tables, becomes that word."""
    if not 5 <= len(word) <= 18 or word in _known():
        return word
    near = set(_deletions().get(word, ()))
    for i in range(len(word)):
        short = word[:i] + word[i + 1 :]
        if len(short) >= 6 and short in _meant():
            near.add(short)
        near.update(_deletions().get(short, ()))
    good = sorted(w for w in near if w[0] == word[0] and _one_slip(word, w))
    return good[0] if good else word


def _han_space(text: str) -> str:
    """Spaces inside Chinese: dropped where words were typed apart, kept as a light break between phrases."""
    out, last = [], 0
    for m in _HAN_SPACE.finditer(text):
        before = re.search(r"[\u3400-\u9fff]{0,4}$", text[max(0, m.start() - 4) : m.start()])
        after = re.match(r"[\u3400-\u9fff]{0,4}", text[m.end() : m.end() + 4])
        short = min(len(before[0]) if before else 0, len(after[0]) if after else 0) < 4
        out += [text[last : m.start()], "" if short else "¦"]
        last = m.end()
    return "".join([*out, text[last:]])


def normalise(text: str) -> str:
    """The text as the word tables expect it, with a space at either end."""
    text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHE)).translate(_APOSTROPHE).lower()
    text = re.sub(r"[\u200b-\u200f\ufeff\u00ad]", "", text).translate(_MARKS).translate(_TRADITIONAL)
    text = _han_space(text)
    for wrong, right in zh.SLIPS.items():
        text = text.replace(wrong, right)
    words = [en.CONTRACTIONS.get(t, t) for t in _TOKEN.findall(text)]
    line = " " + " ".join(mend(w) if w.isascii() and w.isalpha() else w for w in words) + " "
    for long, short in en.JOINED.items():
        line = line.replace(f" {long} ", f" {short} ")
    return line
