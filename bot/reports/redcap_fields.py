"""REDCap, the instruments: one that repeats for each questionnaire, one for the history of answers, one for each other
table; fields with names that REDCap accepts, the same in each export.

REDCap's published rules: lower-case letters, digits and underscores, beginning with a letter, unique in the project, no
double underscore (that is how it names the boxes of a checkbox), 26 characters or fewer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.reports.columns import Column, Kind
from bot.reports.definitions import Defined, defined, words_of
from conversations.questionnaires import PUBLISHED
from conversations.questions import Option

LONGEST = 26
"""Letters of a name at most, so that every package that reads the data takes it."""

RECORD = "record_id"
HISTORY = "answer_history"

DICTIONARY = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
    "Text Validation Min", "Text Validation Max", "Identifier?",
    "Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment",
    "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?", "Field Annotation",
)  # fmt: skip
"""The columns of a data dictionary, as REDCap's own template has them."""

KINDS: Mapping[Kind, tuple[str, str]] = {
    "text": ("notes", ""), "code": ("text", ""), "whole": ("text", "integer"), "number": ("text", "number"),
    "yes_no": ("yesno", ""), "instant": ("text", "datetime_seconds_ymd"), "day": ("text", "date_ymd"),
    "hour": ("text", "time"),
}  # fmt: skip
"""REDCap's field type and validation for what stands in a column."""

ABOUT: Mapping[str, tuple[str, Kind]] = {
    "version": ("Version of the questionnaire 问卷版本", "whole"),
    "occurrence": ("Check-in 问卷", "code"),
    "study_day": ("Study day 研究日", "whole"),
    "answered_at": ("Last answered, UTC 最后作答时间", "instant"),
    "language": ("Language 语言", "code"),
    "channel": ("Channel 渠道", "code"),
    "late": ("Any answer late 有逾时作答", "yes_no"),
    "proxy": ("Any answer by somebody else 有代答", "yes_no"),
    "corrected": ("Any answer corrected 有更正", "yes_no"),
}
"""What each instrument of a questionnaire says of the check-in, besides the answers."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `codes` are the boxes of a checkbox or the choices of a radio button, with their labels."""

    name: str
    form: str
    kind: str
    label: str
    codes: tuple[tuple[str, str], ...] = ()
    validation: str = ""
    low: str = ""
    high: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it has in an import file."""
        return tuple(f"{self.name}___{code}" for code, _ in self.codes) if self.kind == "checkbox" else (self.name,)

    def row(self) -> list[str]:
        """Its line of the data dictionary."""
        choices = " | ".join(f"{code}, {label.replace('|', '/')}" for code, label in self.codes)
        line = dict.fromkeys(DICTIONARY, "")
        line |= dict(zip(DICTIONARY, (self.name, self.form, "", self.kind, self.label, choices), strict=False))
        line |= {DICTIONARY[7]: self.validation, DICTIONARY[8]: self.low, DICTIONARY[9]: self.high}
        return list(line.values())


def prefix_of(questionnaire: str) -> str:
    """The beginning of the names of a questionnaire's fields: its first letters, or its initials.

    >>> prefix_of("weekly"), prefix_of("red_flag_screen")
    ('wee', 'rfs')
    """
    parts = questionnaire.split("_")
    return "".join(part[0] for part in parts) if len(parts) > 1 else questionnaire[:3]


@cache
def questionnaire_fields(id: str) -> Mapping[str, Field]:
    """The fields of a questionnaire by question, or by `question unknown` for “not measured”; all versions together."""
    prefix, fields = prefix_of(id), dict[str, Field]()
    for name, (label, kind) in ABOUT.items():
        fields[f"~{name}"] = _plain(f"{prefix}_{name}", id, label, kind)
    for questionnaire in PUBLISHED:
        if questionnaire.id == id:
            for found in defined(questionnaire):
                _add(fields, id, found, f"{prefix}_{found.item.id}")
    return fields


def _add(fields: dict[str, Field], form: str, found: Defined, name: str) -> None:
    known = fields.get(found.item.id)
    options = {code: label for code, label in known.codes} if known else {}
    options |= {option.code: both(option) for option in found.options if option.code not in options}
    label = f"{words_of(found.words, 'en')} {words_of(found.words, 'zh')}"
    name = known.name if known else _unique(name, [field.name for field in fields.values()])
    kind, validation = {
        "choice": ("radio", ""), "choices": ("checkbox", ""), "whole": ("text", "integer"),
        "number": ("text", "number"), "date": ("text", "date_ymd"), "time": ("text", "time"), "text": ("notes", ""),
    }[found.answer]  # fmt: skip
    low, high = (format(end, "f") if end is not None else "" for end in (found.low, found.high))
    fields[found.item.id] = Field(name, form, kind, label, tuple(options.items()), validation, low, high)
    if found.unknown is not None and f"{found.item.id} unknown" not in fields:
        unknown = _unique(f"{name}_unk", [field.name for field in fields.values()])
        fields[f"{found.item.id} unknown"] = Field(unknown, form, "yesno", f"{label} – {both(found.unknown)}")


def both(option: Option) -> str:
    """What a code means in both languages, on one line."""
    return " ".join(f"{words_of(option.label, 'en')} {words_of(option.label, 'zh')}".split())


def table_fields(table: str, columns: Sequence[Column]) -> Mapping[str, Field]:
    """The fields of another table, by column."""
    form, fields = table.replace("-", "_"), dict[str, Field]()
    for column in columns:
        if column.name != "participant":
            name = _unique(f"{form}_{column.name}", [field.name for field in fields.values()])
            label = f"{words_of(column.meaning, 'en')} {words_of(column.meaning, 'zh')}"
            fields[column.name] = _plain(name, form, label, column.kind)
    return fields


@cache
def history_fields() -> Mapping[str, Field]:
    """The fields of the history: what was corrected, skipped, or not asked."""
    labels: Mapping[str, tuple[str, Kind]] = {
        "questionnaire": ("Questionnaire 问卷", "code"),
        "occurrence": ("Check-in 问卷", "code"),
        "question": ("Question 题目", "code"),
        "value": ("Value 答案", "text"),
        "raw": ("As typed 原文", "text"),
        "state": ("State 状态", "code"),
        "answered_at": ("Answered, UTC 作答时间", "instant"),
        "supersedes": ("Corrects the answer of, UTC 被更正答案的时间", "instant"),
        "late": ("Late 逾时", "yes_no"),
        "proxy": ("By somebody else 代答", "yes_no"),
    }
    return {name: _plain(f"ah_{name}", HISTORY, label, kind) for name, (label, kind) in labels.items()}


def _plain(name: str, form: str, label: str, kind: Kind) -> Field:
    type, validation = KINDS[kind]
    return Field(name[:LONGEST], form, type, label, (), validation)


def _unique(name: str, taken: Sequence[str]) -> str:
    """The name, shortened where it is too long or there is one like it already."""
    short, number = name[:LONGEST].rstrip("_"), 2
    while short in taken:
        short, number = f"{name[: LONGEST - 3].rstrip('_')}_{number}", number + 1
    return short


def dictionary(fields: Sequence[Field]) -> Iterator[list[str]]:
    """The data dictionary: its header, the record's own field, then all others, form by form."""
    yield list(DICTIONARY)
    yield Field(RECORD, "participant", "text", "Study code 研究编号").row()
    yield from (field.row() for field in fields)
