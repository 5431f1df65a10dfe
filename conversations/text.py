"""Words before they have a language.

The core never speaks: it returns a `Text`, an English sentence (the message id of the catalogues)
with the values that belong into it. The shell renders it in the language of whoever reads it, so one
answer can be shown to a participant in Chinese and to a doctor in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """A translatable sentence: `id` is the English sentence, `values` fill its `{fields}`.

    Dates, times and numbers stay typed, so that each language writes them its own way. Instants
    (`datetime`) must be aware and already in the zone in which they are to be read.
    """

    id: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words kept in one language whoever reads them: what a participant saw, shown to a doctor."""

    text: Text
    language: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Several texts in one place, joined the way the language joins a list."""

    texts: tuple[Text, ...]


Value = str | int | Decimal | date | time | datetime | Text | Quoted | Listed


def _(id: str, /, **values: Value) -> Text:
    """Mark a sentence for translation and hold its values.

    >>> _("{mg} mg", mg=30)
    Text(id='{mg} mg', values=(('mg', 30),))
    """
    return Text(id, tuple(values.items()))


def verbatim(words: str) -> Text:
    """Words that a person wrote, shown as they are in every language.

    >>> verbatim("我头晕").values
    (('words', '我头晕'),)
    """
    return Text("{words}", (("words", words),))
