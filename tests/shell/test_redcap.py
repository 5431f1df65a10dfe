"""What REDCap is given keeps its published rules, which are written down here."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine

from bot.reports.export import OF_PARTICIPANTS, STUDY, write
from bot.reports.redcap_fields import DICTIONARY, HISTORY
from bot.reports.snapshot import snapshot
from conversations.questionnaires import ALL
from tests import studies
from tests.shell.test_interchange import rows_of

NAME = re.compile(r"[a-z](?:_?[a-z0-9])*")
"""A variable: lower-case letters, digits, single underscores; begins with a letter, does not end with an underscore."""
LONGEST_NAME, LONGEST_FORM, LONGEST_CODE = 26, 64, 100
TYPES = {"text", "notes", "radio", "checkbox", "yesno"}
VALIDATIONS = {"", "integer", "number", "date_ymd", "datetime_seconds_ymd", "time"}
RESERVED = {"redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_data_access_group"}
VALID = {
    "integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "date_ymd": r"\d{4}-\d\d-\d\d",
    "datetime_seconds_ymd": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "time": r"\d\d:\d\d", "": r"(?s).*",
}  # fmt: skip

Lines = list[dict[str, str]]


def exported(engine: Engine, path: Path, table: str = STUDY) -> dict[str, Lines]:
    with snapshot(engine) as session:
        write(session, table, "redcap", path, studies.END, investigator=True)
    with ZipFile(path) as together:
        assert together.testzip() is None
        return {
            name: list(csv.DictReader(io.StringIO(together.read(name).decode("utf-8"), newline="")))
            for name in together.namelist()
            if name.endswith(".csv")
        }


@pytest.fixture
def files(study: Engine, tmp_path: Path) -> dict[str, Lines]:
    return exported(study, tmp_path / "redcap.zip")


def codes_of(field: dict[str, str]) -> list[str]:
    choices = field["Choices, Calculations, OR Slider Labels"]
    return [choice.split(", ", 1)[0] for choice in choices.split(" | ")] if choices else []


def test_the_data_dictionary_keeps_the_rules(files: dict[str, Lines]) -> None:
    fields = files["data_dictionary.csv"]
    names = [field["Variable / Field Name"] for field in fields]

    assert tuple(fields[0]) == DICTIONARY
    assert len(DICTIONARY) == 18
    assert names[0] == "record_id"
    assert len(names) == len(set(names)), "two questionnaires have one prefix: see prefix_of"
    forms = [field["Form Name"] for field in fields]
    assert all(forms.index(form) + forms.count(form) > n for n, form in enumerate(forms)), "a form stands in one piece"
    for field in fields:
        name, form = field["Variable / Field Name"], field["Form Name"]
        assert NAME.fullmatch(name), name
        assert len(name) <= LONGEST_NAME
        assert name not in RESERVED
        assert NAME.fullmatch(form)
        assert len(form) <= LONGEST_FORM
        assert field["Field Type"] in TYPES
        assert field["Text Validation Type OR Show Slider Number"] in VALIDATIONS
        assert field["Field Label"].strip()
        codes = codes_of(field)
        assert bool(codes) == (field["Field Type"] in ("radio", "checkbox"))
        assert len(codes) == len(set(codes))
        for code in codes:
            assert re.fullmatch(r"[a-z0-9_]+", code)
            assert len(code) <= LONGEST_CODE
        for choice in field["Choices, Calculations, OR Slider Labels"].split(" | "):
            assert "|" not in choice
            assert "\n" not in choice


def test_every_questionnaire_is_a_repeating_instrument(files: dict[str, Lines]) -> None:
    repeating = {line["form_name"] for line in files["repeating_instruments.csv"]}
    tables = {table.replace("-", "_") for table in OF_PARTICIPANTS if table != "answers"}

    assert repeating == {*ALL, HISTORY, *tables}
    assert {line["redcap_repeat_instrument"] for line in files["import.csv"]} <= repeating


def test_the_import_file_fits_its_dictionary(files: dict[str, Lines]) -> None:
    lines = files["import.csv"]
    known = {"record_id", "redcap_repeat_instrument", "redcap_repeat_instance"}
    form_of: dict[str, str] = {}
    for field in files["data_dictionary.csv"][1:]:
        name = field["Variable / Field Name"]
        boxes = field["Field Type"] == "checkbox"
        for column in [f"{name}___{code}" for code in codes_of(field)] if boxes else [name]:
            form_of[column] = field["Form Name"]
        form_of[f"{field['Form Name']}_complete"] = field["Form Name"]
    assert set(lines[0]) == known | set(form_of)
    fields = {field["Variable / Field Name"]: field for field in files["data_dictionary.csv"]}
    keys = [(line["record_id"], line["redcap_repeat_instrument"], line["redcap_repeat_instance"]) for line in lines]
    assert len(keys) == len(set(keys))
    for line in lines:
        for column, value in line.items():
            if column in known or value == "":
                continue
            assert form_of[column] == line["redcap_repeat_instrument"], "only its own instrument's fields"
            name, _, box = column.partition("___")
            if box:
                assert value in ("0", "1")
            elif name in fields:
                _fits(fields[name], value)


def _fits(field: dict[str, str], value: str) -> None:
    kind, validation = field["Field Type"], field["Text Validation Type OR Show Slider Number"]
    if kind == "radio":
        assert value in codes_of(field)
    elif kind == "yesno":
        assert value in ("0", "1")
    else:
        assert re.fullmatch(VALID[validation], value), (field["Variable / Field Name"], value)
    if validation in ("integer", "number"):
        assert not field["Text Validation Min"] or float(value) >= float(field["Text Validation Min"])
        assert not field["Text Validation Max"] or float(value) <= float(field["Text Validation Max"])


def test_every_answer_is_there_now_or_in_the_history(study: Engine, files: dict[str, Lines]) -> None:
    rows = rows_of(study, "answers")
    latest = {(row["participant"], row["occurrence"], row["question"]): row for row in rows}
    now = [row for row in latest.values() if row["state"] == "answered"]
    history = [line for line in files["import.csv"] if line["redcap_repeat_instrument"] == HISTORY]

    assert len(history) == len(rows) - len(now)
    assert {line["ah_state"] for line in history} <= {"answered", "skipped", "inapplicable", "not_asked"}
    check_ins = [line for line in files["import.csv"] if line["redcap_repeat_instrument"] in ALL]
    assert len(check_ins) == len({(row["participant"], row["occurrence"]) for row in rows})
    weekly = next(line for line in check_ins if line["redcap_repeat_instrument"] == "weekly")
    (row,) = [r for r in now if r["occurrence"] == weekly["wee_occurrence"] and r["question"] == "w_new"
              and r["participant"] == weekly["record_id"]]  # fmt: skip
    assert weekly["wee_w_new"] == row["value"]
    assert weekly["weekly_complete"] == "2"


def test_one_table_alone(study: Engine, tmp_path: Path) -> None:
    files = exported(study, tmp_path / "redcap.zip", "doses")

    assert len(files["import.csv"]) == len(rows_of(study, "doses"))
    assert {field["Form Name"] for field in files["data_dictionary.csv"]} == {"participant", "doses"}
    assert json.dumps(files).count("doses_taken_mg") > 1
