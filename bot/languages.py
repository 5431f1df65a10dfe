"""Words in a language: a `Text` of the core becomes a sentence, and a label that somebody typed becomes its code.

The catalogues are plain gettext files, read at start: `<folder>/<language>/LC_MESSAGES/messages.po`. A catalogue that
is missing or cannot be read costs its language, never the sentence: the English one (the message id) is said instead.
Values are put into a sentence in one pass and never read as a pattern, so whatever a person wrote comes out as it is.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Self

import structlog
from babel.dates import format_skeleton
from babel.messages.pofile import PoFileError, read_po
from opencc import OpenCC

from conversations import prompt as controls
from conversations.numbers import read_number
from conversations.questions import NONE, Choice, Choices, Count, Measure, Option, Question
from conversations.text import Listed, Quoted, Text, Value, _

LANGUAGES = ("zh", "en")
"""The languages that a participant or a member of staff may choose; the first is the usual one."""

_FIELD = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_LOCALES = {"en": "en_GB"}
"""Where dates follow another pattern than the language's own: “5 March”."""

CONTROLS: tuple[tuple[str, Text], ...] = (
    (controls.BACK, _("Back")),
    (controls.LATER, _("In 2 hours")),
    (controls.SKIP, _("Skip")),
    (controls.SKIP, _("Rather not say")),
    (controls.DONE, _("Done")),
    (controls.RIGHT, _("Yes, that is right")),
    (controls.ANEW, _("No, I write it again")),
    (controls.CHANGE, _("Yes, change it")),
    (controls.KEEP, _("No, leave it")),
    (controls.GO_ON, _("Go on with the questions")),
)
"""The small controls, as `conversations.prompt` labels them."""

_SYNONYMS = {
    NONE: ("没有", "都没", "没", "无", "none", "no", "nothing"),
    "no": ("没有", "没", "无", "不是", "不", "否", "no", "n", "nope"),
    "yes": ("有", "是", "是的", "对", "嗯", "yes", "y", "yeah"),
}
"""Everyday short answers, where the options leave no doubt what they mean."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_EDGES = "✓✔☑️✅☐□·•。.,，、!！?？;；:：\"'“”‘’()（）[]【】 \t\r\n\u200b\u200d\ufeff"
_NUMBER_MARKS = str.maketrans({"第": "", "个": "", "項": "", "项": ""})

log = structlog.get_logger(__name__)


def fields(sentence: str) -> frozenset[str]:
    """The names of the `{fields}` of a sentence."""
    return frozenset(_FIELD.findall(sentence))


@dataclass(frozen=True)
class Languages:
    """What each language says for each English sentence."""

    catalogues: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read every catalogue; a language that cannot be read is logged and left to the fallback."""
        return cls({language: _catalogue(folder, language) for language in LANGUAGES})

    def sentence(self, id: str, language: str) -> str:
        """The sentence of this message id, or the English one where the language has none."""
        return self.catalogues.get(language, {}).get(id) or self.catalogues.get("en", {}).get(id) or id

    def render(self, text: Text, language: str, ambient: Mapping[str, str] | None = None) -> str:
        """The text in a language. `ambient` fills what the installation knows: `{study_phone}`, `{hospital}` …"""
        around = ambient or {}
        values = dict(text.values)

        def put(match: re.Match[str]) -> str:
            name = match[1]
            if name in values:
                return self._value(values[name], language, around)
            return around.get(name, match[0])

        return _FIELD.sub(put, self.sentence(text.id, language))

    def _value(self, value: Value, language: str, ambient: Mapping[str, str]) -> str:
        match value:
            case Text():
                return self.render(value, language, ambient)
            case Quoted():
                return self.render(value.text, value.language, ambient)
            case Listed():
                mark = "、" if language == "zh" else ", "
                return mark.join(self.render(text, language, ambient) for text in value.texts)
            case datetime() | time():
                return f"{value:%H:%M}"
            case date():
                return format_skeleton("MMMMd", value, locale=_LOCALES.get(language, language))
            case Decimal():
                return format(value.normalize(), "f")
            case _:
                return str(value)


def _catalogue(folder: Path, language: str) -> dict[str, str]:
    path = catalogue_path(language, folder)
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        log.error("catalogue_unreadable", language=language, path=str(path), error=f"{type(error).__name__}: {error}")
        return {}
    sentences: dict[str, str] = {}
    for message in catalogue:
        id, string = message.id, message.string
        if not isinstance(id, str) or not isinstance(string, str) or not id or not string or message.fuzzy:
            continue
        if fields(id) != fields(string):
            log.error("catalogue_fields_differ", language=language, sentence=id)
            continue
        sentences[id] = string
    return sentences


def negotiate(code: str | None) -> str:
    """The language to greet in, from what a phone says of itself.

    >>> negotiate("zh-hans"), negotiate("zh-TW"), negotiate("pt"), negotiate(None)
    ('zh', 'zh', 'en', 'en')
    """
    return "zh" if re.split(r"[-_]", (code or "").strip().lower())[0] == "zh" else "en"


def normalise(text: str) -> str:
    """The text as it is kept: composed (NFC), without what a database cannot hold.

    >>> normalise("e\u0301\\x00")
    'é\ufffd'
    """
    return unicodedata.normalize("NFC", _LONE_SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd"))


def for_matching(text: str) -> str:
    """The text as it is compared: one width (NFKC), simplified characters. Never kept or shown."""
    return str(_simplifier().convert(unicodedata.normalize("NFKC", normalise(text))))


def code_of(question: Question, typed: str, languages: Languages) -> str | None:
    """The code of the option or control whose label was typed, in any language; or None.

    Where the labels are not numbers themselves, the number of an option of a single choice picks it.
    """
    words = _folded(typed)
    if not words:
        return None
    options = _options(question)
    for code, label in _labels(options, languages):
        if words == _folded(label):
            return code
    if found := _short_answer(options, words):
        return found
    if isinstance(question, Choice) and question.countable and (found := _numbered(question, words, languages)):
        return found
    for code, text in CONTROLS:
        if any(words == _folded(languages.render(text, language)) for language in LANGUAGES):
            return code
    return None


def _options(question: Question) -> tuple[Option, ...]:
    match question:
        case Choice(options=options) | Choices(options=options):
            return options
        case Count(unknown=Option() as unknown) | Measure(unknown=Option() as unknown):
            return (unknown,)
        case _:
            return ()


def _labels(options: Iterable[Option], languages: Languages) -> Iterator[tuple[str, str]]:
    for option in options:
        for language in LANGUAGES:
            yield option.code, languages.render(option.label, language)


def _short_answer(options: tuple[Option, ...], words: str) -> str | None:
    codes = {option.code for option in options}
    meant = [code for code in codes & set(_SYNONYMS) if words in _SYNONYMS[code]]
    doubtful = bool(codes & {"yes_all", "later"})  # “no” to “all of it?” may mean “not all”
    return meant[0] if len(meant) == 1 and not doubtful else None


def _numbered(question: Choice, words: str, languages: Languages) -> str | None:
    number = read_number(words.translate(_NUMBER_MARKS))
    if number is None or number != number.to_integral_value():
        return None
    code = str(int(number))
    if any(option.code == code for option in question.options):
        return code
    if any(re.search(r"\d", label) for _code, label in _labels(question.options, languages)):
        return None
    return question.options[int(number) - 1].code if 1 <= number <= len(question.options) else None


def _folded(text: str) -> str:
    plain = for_matching(text).replace("’", "'").replace("‘", "'").casefold()
    return " ".join(plain.strip(_EDGES).split())


@cache
def _simplifier() -> OpenCC:
    """Reads its tables when it is first needed."""
    return OpenCC("t2s")


@cache
def _load_cached(folder: Path) -> Languages:
    return Languages.load(folder)


LOCALES = Path(__file__).resolve().parent.parent / "locales"
"""The catalogues that stand beside the code."""


def languages() -> Languages:
    """The catalogues that stand beside the code, read once."""
    return _load_cached(LOCALES)


def catalogue_path(language: str, folder: Path = LOCALES) -> Path:
    """The file of a language's catalogue."""
    return folder / language / "LC_MESSAGES" / "messages.po"
