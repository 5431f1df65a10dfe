"""Plain Markdown: tables whose cells hold whole sentences, and sentences before their values are known."""

import re
from collections.abc import Iterable, Sequence

from bot.languages import Languages
from conversations.text import Listed, Quoted, Text

_FIELD = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return [*lines, *("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows)]


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", "<br>")


def sentence(text: Text, language: str, languages: Languages) -> str:
    """The sentence in a language with its `{fields}` as they are; a field that is a sentence itself is put in."""
    values = dict(text.values)

    def put(match: re.Match[str]) -> str:
        match values.get(match[1]):
            case Text() as inner:
                return sentence(inner, language, languages)
            case Quoted() as quoted:
                return sentence(quoted.text, language, languages)
            case Listed(texts):
                return "、".join(sentence(one, language, languages) for one in texts)
            case str() as words if match[1] == "words":  # said as it is in every language
                return words
            case _:
                return match[0]

    return _FIELD.sub(put, languages.sentence(text.id, language))


def filled(text: Text, language: str, languages: Languages) -> str:
    """The sentence in a language with its values; what only an installation knows stays a `{field}`."""
    return languages.render(text, language)


def both(text: Text, languages: Languages) -> str:
    """English, then Chinese."""
    return f"{filled(text, 'en', languages)} / {filled(text, 'zh', languages)}"
