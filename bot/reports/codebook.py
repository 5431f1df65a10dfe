"""The codebook: every column of every exported table, in both languages. It is a table itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlmodel import Session

from bot.languages import languages
from bot.reports.cells import Row
from bot.reports.columns import NEVER_EMPTY, Column
from conversations.doses import FACTORS_VERSION
from conversations.rules import RULES_VERSION
from conversations.text import _

COLUMNS = (
    Column("table", "code", _("The exported table."), missing=NEVER_EMPTY),
    Column("column", "code", _("The column's name."), missing=NEVER_EMPTY),
    Column("type", "code", _("What stands in it."), missing=NEVER_EMPTY),
    Column("unit", "code", _("The unit.")),
    Column("codes", "text", _("The values that a code may have, joined by |.")),
    Column("meaning_en", "text", _("What it means, in English."), missing=NEVER_EMPTY),
    Column("meaning_zh", "text", _("What it means, in Chinese."), missing=NEVER_EMPTY),
    Column("source", "text", _("The record, question or table behind it.")),
    Column("missing_en", "text", _("When it is empty, in English."), missing=NEVER_EMPTY),
    Column("missing_zh", "text", _("When it is empty, in Chinese."), missing=NEVER_EMPTY),
    Column("investigator_only", "yes_no", _("Whether it is filled only for an investigator."), missing=NEVER_EMPTY),
    Column("rules_version", "whole", _("The version of the table of rules in force."), missing=NEVER_EMPTY),
    Column("factors_version", "text", _("The version of the table of steroid equivalents."), missing=NEVER_EMPTY),
)


def rows_of(tables: Mapping[str, Iterable[Column]]) -> Iterator[Row]:
    """The codebook of these tables."""
    spoken = languages()
    for table, columns in tables.items():
        for column in columns:
            yield {
                "table": table,
                "column": column.name,
                "type": column.kind,
                "unit": column.unit or None,
                "codes": "|".join(column.codes) or None,
                "meaning_en": spoken.render(column.meaning, "en"),
                "meaning_zh": spoken.render(column.meaning, "zh"),
                "source": column.source or None,
                "missing_en": spoken.render(column.missing, "en"),
                "missing_zh": spoken.render(column.missing, "zh"),
                "investigator_only": column.restricted,
                "rules_version": RULES_VERSION,
                "factors_version": FACTORS_VERSION,
            }


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """Every table that can be exported."""
    from bot.reports.export import TABLES

    yield from rows_of({name: table.columns for name, table in TABLES.items()})
