"""The field's own formats, opened by something we did not write: odmlib and the schema it carries, fhir.resources."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import odmlib.loader
import odmlib.odm_loader
import odmlib.odm_parser
import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle
from odmlib.oid_generator import create_oid_checker
from sqlalchemy import Engine

from bot.reports import format_json
from bot.reports.columns import names
from bot.reports.conditions import conditions
from bot.reports.definitions import defined
from bot.reports.export import OF_PARTICIPANTS, STUDY, TABLES, Wanted, write
from bot.reports.snapshot import snapshot
from conversations.questionnaires import PUBLISHED
from tests import studies
from tests.shell.test_exports import joined
from tests.talk import Service

NS = {"odm": "http://www.cdisc.org/ns/odm/v1.3"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Rows = list[dict[str, Any]]


def rows_of(engine: Engine, table: str, *, investigator: bool = True) -> Rows:
    with snapshot(engine) as session:
        columns, rows = Wanted(table, studies.END, investigator).rows(session, table)
        file = io.StringIO()
        format_json.write(file, names(columns), rows)
    found = json.loads(file.getvalue())
    assert isinstance(found, list)
    return found


def written(engine: Engine, table: str, format: str, path: Path, *, investigator: bool = True) -> Path:
    with snapshot(engine) as session:
        write(session, table, format, path, studies.END, investigator=investigator)
    return path


def validated(path: Path) -> Any:
    """The document, valid by the schema that CDISC publishes, its references whole; as odmlib reads it."""
    odmlib.odm_parser.ODMSchemaValidator(standard="odm", version="1.3.2").validate_file(str(path))
    loader = odmlib.loader.ODMLoader(odmlib.odm_loader.XMLODMLoader())
    loader.open_odm_document(str(path))
    document = loader.root()
    assert document.verify_oids(create_oid_checker("odm_1_3_2"))
    return document


# --- CDISC ODM ----------------------------------------------------------------------------------


def test_an_empty_study_is_valid_odm(sqlite_url: str, tmp_path: Path) -> None:
    service = Service(sqlite_url)
    document = validated(written(service.engine, STUDY, "odm", tmp_path / "study.xml"))
    service.close()

    (version,) = document.Study[0].MetaDataVersion
    assert {form.OID for form in version.FormDef} >= {f"F.{q.id}.{q.version}" for q in PUBLISHED}
    assert not [subject for data in document.ClinicalData for subject in data.SubjectData]


def test_every_question_is_an_item_in_both_languages(study: Engine, tmp_path: Path) -> None:
    path = written(study, "answers", "odm", tmp_path / "answers.xml")
    validated(path)
    tree = ElementTree.parse(path)

    for texts in (*tree.iterfind(".//odm:Question", NS), *tree.iterfind(".//odm:Decode", NS)):
        said = {one.get(LANG): one.text for one in texts}
        assert set(said) == {"zh", "en"}
        assert all(said.values())
    items = {item.get("OID") for item in tree.iterfind(".//odm:ItemDef", NS)}
    for questionnaire in PUBLISHED:
        for found in defined(questionnaire):
            oid = f"I.{questionnaire.id}.{questionnaire.version}.{found.item.id}"
            assert oid in items or all(f"{oid}.{option.code}" in items for option in found.options)


def test_every_answer_is_in_the_odm_with_its_history(study: Engine, tmp_path: Path) -> None:
    path = written(study, "answers", "odm", tmp_path / "answers.xml")
    validated(path)
    tree, rows = ElementTree.parse(path), rows_of(study, "answers")

    data = list(tree.iterfind(".//odm:ItemData", NS))
    coded = {(q.id, f.item.id) for q in PUBLISHED for f in defined(q) if f.answer == "choices"}
    plain = [row for row in rows if (row["questionnaire"], row["question"]) not in coded and row["value"] is not None]
    values = Counter(str(one.get("Value")) for one in data if one.get("Value") not in ("true", "false", None))
    expected = Counter(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", str(row["value"])) for row in plain)
    assert values == expected - Counter({"unknown": expected["unknown"]})
    updates = [one for one in data if one.get("TransactionType") == "Update"]
    corrected = [row for row in rows if row["supersedes"]]
    assert len({one.find("odm:AuditRecord/odm:DateTimeStamp", NS).text for one in updates}) == len(  # type: ignore[union-attr]  # it is there
        {row["answered_at"] for row in corrected}
    )
    assert all(one.find("odm:AuditRecord/odm:ReasonForChange", NS) is not None for one in updates)
    late = [f for f in tree.iterfind(".//odm:FlagValue", NS) if f.text == "late"]
    assert bool(late) == any(row["late"] for row in rows)


async def test_hostile_words_come_through(sqlite_url: str, tmp_path: Path) -> None:
    """As they are, but for what XML has no letter for."""
    service = Service(sqlite_url)
    li = await joined(service)
    await li.taps("一点没吃")
    await li.taps("其他")
    await li.says(studies.HOSTILE)
    (value,) = [row["value"] for row in rows_of(service.engine, "answers") if row["question"] == "d_gc_why_text"]

    path = written(service.engine, STUDY, "odm", tmp_path / "study.xml")
    validated(path)
    found = [one.get("Value") for one in ElementTree.parse(path).iterfind(".//odm:ItemData", NS)]
    assert value.replace("\x0b", "\ufffd") in found
    said = json.dumps(resources(written(service.engine, STUDY, "fhir", tmp_path / "study.json")), ensure_ascii=False)
    assert "DROP TABLE" in said
    service.close()


def test_other_tables_are_forms_of_their_own(study: Engine, tmp_path: Path) -> None:
    document = validated(written(study, STUDY, "odm", tmp_path / "study.xml"))

    found = {}
    for data in document.ClinicalData:
        for subject in data.SubjectData:
            for event in subject.StudyEventData:
                for form in event.FormData:
                    if form.FormOID.count(".") == 1:
                        table = form.FormOID.removeprefix("F.")
                        found[table] = found.get(table, 0) + len(form.ItemGroupData)
    assert found == {table: n for table in OF_PARTICIPANTS if table != "answers" and (n := len(rows_of(study, table)))}


def test_what_only_doctors_read_is_withheld(study: Engine, tmp_path: Path) -> None:
    seen = rows_of(study, "answers")
    hidden = [row for row in seen if row["question"] == "s_selfharm" and row["state"] == "answered"]
    path = written(study, "answers", "odm", tmp_path / "answers.xml", investigator=False)
    validated(path)

    flags = [flag.text for flag in ElementTree.parse(path).iterfind(".//odm:FlagValue", NS)]
    assert flags.count("withheld") == len(hidden)


# --- HL7 FHIR -----------------------------------------------------------------------------------


def resources(path: Path) -> list[dict[str, Any]]:
    """Every resource of a bundle or of an NDJSON file, read by fhir.resources alone."""
    if path.suffix == ".ndjson":
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    else:
        bundle = Bundle.model_validate_json(path.read_text(encoding="utf-8"))
        assert bundle.type == "collection"
        found = [entry["resource"] for entry in json.loads(path.read_text(encoding="utf-8"))["entry"]]
    for resource in found:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    return found


def test_bundle_and_lines_hold_the_same(study: Engine, tmp_path: Path) -> None:
    bundle = resources(written(study, STUDY, "fhir", tmp_path / "study.json"))
    lines = resources(written(study, STUDY, "fhir", tmp_path / "study.ndjson"))

    assert bundle == lines
    kinds = Counter(resource["resourceType"] for resource in bundle)
    assert kinds["Questionnaire"] == len(PUBLISHED)
    assert kinds["Patient"] == 2
    answers, doses = rows_of(study, "answers"), rows_of(study, "doses")
    assert kinds["QuestionnaireResponse"] == len({(row["participant"], row["occurrence"]) for row in answers})
    assert kinds["Provenance"] == sum(1 for row in answers if row["supersedes"]) > 0
    assert kinds["MedicationStatement"] == len(doses)
    ids = [(resource["resourceType"], resource["id"]) for resource in bundle]
    assert len(ids) == len(set(ids))
    for reference in re.findall(r'"reference": "(\w+)/([^"]+)"', json.dumps(bundle)):
        assert tuple(reference) in ids


def test_every_answer_is_among_those_that_its_questionnaire_allows(study: Engine, tmp_path: Path) -> None:
    """fhir.resources checks no value sets; these are our rules."""
    found = resources(written(study, STUDY, "fhir", tmp_path / "study.json"))
    allowed = {
        f"{r['url']}|{r['version']}": {item["linkId"]: item for item in r["item"]}
        for r in found
        if r["resourceType"] == "Questionnaire"
    }
    kinds = {"choice": "valueCoding", "integer": "valueInteger", "quantity": "valueQuantity", "text": "valueString",
             "date": "valueDate", "time": "valueTime", "decimal": "valueDecimal"}  # fmt: skip
    seen = 0
    for response in (r for r in found if r["resourceType"] == "QuestionnaireResponse"):
        assert response["status"] in ("completed", "amended")
        for item in response.get("item", ()):
            asked = allowed[response["questionnaire"]][item["linkId"]]
            answers = item.get("answer", [])
            assert len(answers) <= 1 or asked.get("repeats")
            for answer in answers:
                seen += 1
                if "valueCoding" in answer:
                    codes = {option["valueCoding"]["code"] for option in asked.get("answerOption", ())}
                    codes |= {e["valueCoding"]["code"] for e in asked.get("extension", ()) if "valueCoding" in e}
                    assert answer["valueCoding"]["code"] in codes
                    assert answer["valueCoding"]["display"]
                else:
                    assert list(answer) == [kinds[asked["type"]]]
    assert seen > 50
    for statement in (r for r in found if r["resourceType"] == "MedicationStatement"):
        assert statement["status"] in ("completed", "not-taken", "unknown")
        assert ("dosage" in statement) == (statement["status"] != "unknown")


def test_enable_when_is_what_was_answered(study: Engine, tmp_path: Path) -> None:
    """Where a condition is said, it agrees with what the conversation really asked: evaluated here as FHIR means it."""
    found = resources(written(study, "answers", "fhir", tmp_path / "answers.json"))
    definitions = {f"{r['url']}|{r['version']}": r for r in found if r["resourceType"] == "Questionnaire"}
    checked = 0
    for response in (r for r in found if r["resourceType"] == "QuestionnaireResponse"):
        given = {item["linkId"]: [next(iter(a.values())) for a in item.get("answer", ())] for item in response["item"]}
        for item in definitions[response["questionnaire"]]["item"]:
            if "enableWhen" in item and item["linkId"] in given:
                held = [_holds(one, given.get(one["question"], [])) for one in item["enableWhen"]]
                assert any(held) if item.get("enableBehavior") == "any" else all(held), (item, given)
                checked += 1
    assert checked > 3


def _holds(one: dict[str, Any], answers: list[Any]) -> bool:
    if one["operator"] == "exists":
        return bool(answers) == one["answerBoolean"]
    if "answerCoding" in one:
        codes = [answer["code"] for answer in answers if isinstance(answer, dict) and "code" in answer]
        return (one["answerCoding"]["code"] in codes) == (one["operator"] == "=")
    numbers = [answer for answer in answers if isinstance(answer, int)]
    wanted = one["answerInteger"]
    match one["operator"]:
        case "=":
            return wanted in numbers
        case "!=":
            return wanted not in numbers
    return any(number >= wanted for number in numbers)


def test_simple_conditions_are_said_and_others_are_named() -> None:
    weekly = conditions(next(q for q in PUBLISHED if q.id == "weekly"))
    daily = conditions(next(q for q in PUBLISHED if q.id == "daily"))

    def said(id: str) -> tuple[str, set[str]]:
        found = weekly[id]
        return found.behaviour, {f"{c.question} {c.operator} {c.value}" for c in found.comparisons}

    assert said("w_extent") == ("any", {"w_new >= 5", "w_old = spreading"})
    assert said("w_persist") == ("any", {"w_new != 0", "w_old != healed"})
    assert daily["d_gc_mg"].comparisons == ()
    assert "facts: steroids" in daily["d_gc_mg"].reads
    assert "w_new" not in weekly, "always asked"


def test_a_table_without_a_place_there_is_refused(study: Engine) -> None:
    from bot.record import NotDone
    from bot.reports.export import refuse_unfit

    for table in set(TABLES) - set(OF_PARTICIPANTS):
        with pytest.raises(NotDone, match="not to be had as odm"):
            refuse_unfit(table, "odm", Path("t"), terminal=False)
