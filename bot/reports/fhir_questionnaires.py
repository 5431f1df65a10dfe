"""Each published version of a questionnaire as a FHIR R4B Questionnaire, in both languages, with `enableWhen`.

Conditions that depend on more than answers of the same check-in have no `enableWhen`: an extension names what they
read. A receiving system must then not ask such a question by itself.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fhir.resources.R4B.questionnaire import Questionnaire as Resource

from bot.languages import languages
from bot.reports.conditions import Comparison, Condition, conditions
from bot.reports.definitions import Answer, Defined, defined, words_of
from conversations.questionnaire import Questionnaire
from conversations.questionnaires import PUBLISHED
from conversations.text import Text
from conversations.trial import STUDY

BASE = f"urn:anhao:{STUDY}"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
TYPES: dict[Answer, str] = {
    "choice": "choice", "choices": "choice", "whole": "integer", "number": "decimal", "date": "date", "time": "time",
    "text": "text",
}  # fmt: skip


def canonical(id: str, version: int) -> str:
    """The name by which a response says which questionnaire it answers."""
    return f"{BASE}:questionnaire:{id}|{version}"


def code_system(*names: object) -> str:
    return ":".join((BASE, "codes", *map(str, names)))


def questionnaires() -> Iterator[dict[str, Any]]:
    """All of them, checked by fhir.resources."""
    for questionnaire in PUBLISHED:
        yield json.loads(Resource.model_validate(_questionnaire(questionnaire)).model_dump_json())


def coding(found: Defined, code: str) -> dict[str, Any]:
    """A code of a question, with what it means in English."""
    option = next((option for option in found.choices if option.code == code), None)
    known: dict[str, Any] = {"system": code_system(found.questionnaire.id, found.item.id), "code": code}
    return known | ({"display": words_of(option.label, "en")} if option else {})


def _questionnaire(questionnaire: Questionnaire) -> dict[str, Any]:
    when = conditions(questionnaire)
    url, _, version = canonical(questionnaire.id, questionnaire.version).partition("|")
    return {
        "resourceType": "Questionnaire",
        "id": f"{questionnaire.id}-{questionnaire.version}".replace("_", "-"),
        "url": url,
        "version": version,
        "name": "".join(part.capitalize() for part in questionnaire.id.split("_")),
        "status": "active",
        "subjectType": ["Patient"],
        "language": "en",
        "item": [_item(found, when) for found in defined(questionnaire)],
    }


def _item(found: Defined, when: Any) -> dict[str, Any]:
    kind = TYPES[found.answer]
    item: dict[str, Any] = {"linkId": found.item.id, **_said("text", found.words)}
    if found.unknown:
        kind = "open-choice" if kind == "choice" else kind
    if found.answer == "number" and found.unit:
        kind = "quantity"
    item["type"] = kind
    if found.answer == "choices":
        item["repeats"] = True
    if found.answer in ("choice", "choices"):
        item["answerOption"] = [{"valueCoding": _option(found, option.code, option.label)} for option in found.options]
    limits = (("minValue", found.low), ("maxValue", found.high))
    extension = [_limit(name, limit, found) for name, limit in limits if limit is not None]
    if found.unknown:
        unknown = _option(found, found.unknown.code, found.unknown.label)
        extension.append({"url": f"{BASE}:unknown", "valueCoding": unknown})
    condition = when.get(found.item.id)
    if condition is not None:
        extension += _enable(item, condition, {one.item.id: one for one in defined(found.questionnaire)})
    if extension:
        item["extension"] = extension
    return item


def _limit(name: str, limit: Decimal, found: Defined) -> dict[str, Any]:
    url = f"http://hl7.org/fhir/StructureDefinition/{name}"
    return {"url": url, "valueDecimal": limit} if found.answer == "number" else {"url": url, "valueInteger": int(limit)}


def _enable(item: dict[str, Any], condition: Condition, known: dict[str, Defined]) -> list[dict[str, Any]]:
    """Put the condition to the item; or, where it cannot be said, the extension that names what it reads."""
    if not condition.comparisons:
        reads = ", ".join(condition.reads) or "a setting of the study"
        return [{"url": f"{BASE}:asked-by-rule-on", "valueString": reads}]
    item["enableWhen"] = [_compare(one, known[one.question]) for one in condition.comparisons]
    if len(condition.comparisons) > 1:
        item["enableBehavior"] = condition.behaviour
    return []


def _compare(one: Comparison, found: Defined) -> dict[str, Any]:
    said: dict[str, Any] = {"question": one.question, "operator": one.operator}
    if one.operator == "exists":
        return said | {"answerBoolean": one.value == "true"}
    if found.answer == "whole" and one.value.isdigit():
        return said | {"answerInteger": int(one.value)}
    return said | {"answerCoding": coding(found, one.value)}


def _option(found: Defined, code: str, label: Text) -> dict[str, Any]:
    known = {"system": code_system(found.questionnaire.id, found.item.id), "code": code}
    return known | _said("display", label)


def _said(field: str, text: Text) -> dict[str, Any]:
    """The words in English, with the Chinese ones beside them as FHIR has translations."""
    parts = [{"url": "lang", "valueCode": "zh"}, {"url": "content", "valueString": words_of(text, "zh", languages())}]
    return {field: words_of(text, "en"), f"_{field}": {"extension": [{"url": TRANSLATION, "extension": parts}]}}
