"""HL7 FHIR R4B: questionnaires, what was answered, the doses taken, and where an answer was corrected.

One bundle, or a resource a line (NDJSON) where the file's name ends so. Each resource is checked by fhir.resources as
it is made; one participant at a time is in memory. Participants are known by their study code alone.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, BinaryIO

from fhir.resources.R4B.medicationstatement import MedicationStatement
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.provenance import Provenance
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from sqlmodel import Session

from bot.reports.cells import Row
from bot.reports.definitions import Defined, defined
from bot.reports.export import Wanted
from bot.reports.fhir_questionnaires import BASE, canonical, code_system, coding, questionnaires
from conversations.questionnaires import questionnaire_of

Resource = dict[str, Any]
OPERATION = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
UCUM = "http://unitsofmeasure.org"
STATUS = {"taken": "completed", "changed": "completed", "not_taken": "not-taken", "unknown": "unknown"}
"""A dose's state as a MedicationStatement has it."""


def write(session: Session, wanted: Wanted, file: BinaryIO, *, lines: bool) -> int:
    """Write the questionnaires, then everybody's answers or doses; how many resources there were."""
    parts = ["answers", "doses"] if wanted.table == "study" else [wanted.table]
    count = 0
    if not lines:
        file.write(b'{"resourceType": "Bundle", "type": "collection", "timestamp": "%s", "entry": [\n' %
                   f"{wanted.now:%Y-%m-%dT%H:%M:%SZ}".encode())  # fmt: skip
    for resource in _all(session, wanted, parts):
        words = json.dumps(resource, ensure_ascii=False, default=_number)
        if lines:
            file.write(f"{words}\n".encode())
        else:
            name = f"{BASE}:{resource['resourceType']}:{resource['id']}"
            entry = f'{{"fullUrl": {json.dumps(name)}, "resource": {words}}}'
            file.write((",\n" if count else "").encode() + entry.encode())
        count += 1
    if not lines:
        file.write(b"\n]}\n")
    return count


def _all(session: Session, wanted: Wanted, parts: Sequence[str]) -> Iterator[Resource]:
    if "answers" in parts:
        yield from questionnaires()
    seen: set[str] = set()
    for part in parts:
        rows = wanted.rows(session, part)[1]
        for code, of_person in groupby(rows, key=lambda row: str(row["participant"])):
            if code not in seen:
                seen.add(code)
                yield _checked(Patient, _patient(code))
            make = _answers if part == "answers" else _doses
            yield from make(code, of_person)


def _checked(kind: Any, resource: Resource) -> Resource:
    """The resource, as fhir.resources has read and written it. Raises ValidationError if it were none."""
    return json.loads(kind.model_validate(resource).model_dump_json(), parse_float=Decimal)  # type: ignore[no-any-return]  # JSON


def id_of(*parts: object) -> str:
    """A resource's id: the same for the same thing in each export, and within FHIR's 64 letters."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:40]


def _patient(code: str) -> Resource:
    identifier = {"system": f"{BASE}:participant", "value": code}
    return {"resourceType": "Patient", "id": id_of("patient", code), "identifier": [identifier]}


def _person(code: str) -> Resource:
    return {"reference": f"Patient/{id_of('patient', code)}"}


def _answers(code: str, rows: Iterator[Row]) -> Iterator[Resource]:
    """A check-in's response, then a provenance for each correction in it."""
    for name, found in groupby(rows, key=lambda row: (row["occurrence"], row["questionnaire"], row["version"])):
        occurrence, questionnaire, version = str(name[0]), str(name[1]), int(str(name[2]))
        items = {item.item.id: item for item in defined(questionnaire_of(questionnaire, version))}
        every = list(found)
        yield _checked(QuestionnaireResponse, _response(code, occurrence, questionnaire, version, items, every))
        before: dict[object, Row] = {}
        for row in every:
            if row["supersedes"]:
                old = before[row["question"]]
                yield _checked(Provenance, _correction(code, occurrence, items[str(row["question"])], old, row))
            before[row["question"]] = row


def _response(
    code: str, occurrence: str, questionnaire: str, version: int, items: dict[str, Defined], rows: list[Row]
) -> Resource:
    """What the check-in holds now. What a correction made inapplicable stands apart, in an extension."""
    current = {str(row["question"]): row for row in rows}
    answered = [row for row in rows if row["answered_at"]]
    corrected = any(row["supersedes"] for row in rows)
    response: Resource = {
        "resourceType": "QuestionnaireResponse",
        "id": id_of("response", code, occurrence),
        "identifier": {"system": f"{BASE}:occurrence", "value": f"{code}/{occurrence}"},
        "questionnaire": canonical(questionnaire, version),
        "status": "amended" if corrected else "completed",
        "subject": _person(code),
        "source": _person(code),
        "item": [_item(items[question], row) for question, row in current.items() if row["state"] != "inapplicable"],
    }
    if answered:
        response["authored"] = max(str(row["answered_at"]) for row in answered)
        response["language"] = str(answered[-1]["language"])
    marks = [mark for mark in ("late", "proxy") if any(row[mark] for row in rows)]
    if marks:
        response["meta"] = {"tag": [{"system": f"{BASE}:mark", "code": mark} for mark in marks]}
    apart = [_kept(items[q], row) for q, row in current.items() if row["state"] == "inapplicable"]
    if apart:
        response["extension"] = apart
    if not response["item"]:
        del response["item"]
    return response


def _item(found: Defined, row: Row) -> Resource:
    item: Resource = {"linkId": found.item.id}
    answers = values(found, row["value"])
    if answers:
        item["answer"] = answers
    marks = [("state", row["state"])] if row["state"] != "answered" else []
    marks += [("state", "withheld")] if row["state"] == "answered" and row["value"] is None else []
    marks += [(mark, "true") for mark in ("late", "proxy") if row[mark]]
    if marks:
        item["extension"] = [{"url": f"{BASE}:{name}", "valueCode": str(value)} for name, value in marks]
    return item


def values(found: Defined, value: object) -> list[Resource]:
    """The answer as FHIR has it: codings, an integer, a quantity, a date, words."""
    if value is None or value == "":
        return []
    text = str(value)
    codes = {option.code for option in found.choices}
    match found.answer:
        case "choice":
            return [{"valueCoding": coding(found, text)}]
        case "choices":
            return [{"valueCoding": coding(found, code)} for code in text.split("|")]
        case "whole" | "number" if text in codes:
            return [{"valueCoding": coding(found, text)}]
        case "whole":
            return [{"valueInteger": int(text)}]
        case "number" if found.unit:
            return [{"valueQuantity": quantity(Decimal(text), found.unit)}]
        case "number":
            return [{"valueDecimal": Decimal(text)}]
        case "date":
            return [{"valueDate": text}]
        case "time":
            return [{"valueTime": f"{text}:00"}]
    return [{"valueString": text}]


def quantity(number: Decimal, unit: str) -> Resource:
    """An amount with its unit, by UCUM where the unit has a code there."""
    known = {"mg": "mg", "°C": "Cel", "kg": "kg", "mmol/L": "mmol/L", "mmHg": "mm[Hg]"}
    found: Resource = {"value": number, "unit": unit}
    return found | ({"system": UCUM, "code": known[unit]} if unit in known else {})


def _kept(found: Defined, row: Row) -> Resource:
    parts: list[Resource] = [{"url": "item", "valueString": found.item.id}]
    parts += [{"url": "value", "valueString": str(row["value"])}] if row["value"] not in (None, "") else []
    return {"url": f"{BASE}:inapplicable", "extension": parts}


def _correction(code: str, occurrence: str, found: Defined, old: Row, new: Row) -> Resource:
    parts = {
        "item": found.item.id,
        "previous": old["value"],
        "value": new["value"],
        "was_given": old["answered_at"],
    }
    extension = [{"url": name, "valueString": str(value)} for name, value in parts.items() if value not in (None, "")]
    return {
        "resourceType": "Provenance",
        "id": id_of("correction", code, occurrence, found.item.id, new["answered_at"]),
        "extension": [{"url": f"{BASE}:corrected", "extension": extension}],
        "target": [{"reference": f"QuestionnaireResponse/{id_of('response', code, occurrence)}"}],
        "occurredDateTime": new["answered_at"],
        "recorded": new["answered_at"],
        "activity": {"coding": [{"system": OPERATION, "code": "UPDATE"}]},
        "agent": [{"who": _person(code)}],
    }


def _doses(code: str, rows: Iterator[Row]) -> Iterator[Resource]:
    for row in rows:
        yield _checked(MedicationStatement, _dose(code, row))


def _dose(code: str, row: Row) -> Resource:
    """A day's dose of a drug. Unknown is a statement too: no statement would be read as no dose."""
    drug, taken, planned = str(row["drug"]), row["taken_mg"], row["planned_mg"]
    statement: Resource = {
        "resourceType": "MedicationStatement",
        "id": id_of("dose", code, row["date"], drug),
        "status": STATUS[str(row["state"])],
        "medicationCodeableConcept": {"coding": [{"system": code_system("drug"), "code": drug}], "text": drug},
        "subject": _person(code),
        "informationSource": _person(code),
        "effectiveDateTime": row["date"],
    }
    if isinstance(taken, Decimal):
        statement["dosage"] = [{"doseAndRate": [{"doseQuantity": quantity(taken, "mg")}]}]
    if isinstance(planned, Decimal):
        statement["extension"] = [{"url": f"{BASE}:planned", "valueQuantity": quantity(planned, "mg")}]
    return statement


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
