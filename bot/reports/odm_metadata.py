"""CDISC ODM 1.3.2, the metadata: each version of a questionnaire is a form, each question an item, each choice a code
list, in both languages; each other table is a form with a repeating group.

A question that takes several codes is one yes-or-no item a code, as data entry systems have it; “not measured” is one
as well. What no item can say stands in annotations: state, language, channel, proxy, late.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import odmlib.odm_1_3_2.model as odm

from bot.languages import LANGUAGES
from bot.reports.columns import Column, Kind
from bot.reports.definitions import Answer, Defined, defined, words_of
from conversations.questionnaires import PUBLISHED
from conversations.questions import Option
from conversations.text import Text
from conversations.trial import STUDY

METADATA = "MDV.1"
FLAGS = {
    "CL.STATE": ("answered", "skipped", "inapplicable", "not_asked", "withheld"),
    "CL.MARK": ("late", "proxy"),
    "CL.LANGUAGE": LANGUAGES,
}
"""Code lists of the annotations. Withheld: only doctors may read it, and no investigator asked."""

TYPES: Mapping[Answer, str] = {
    "choice": "text", "whole": "integer", "number": "float", "date": "date", "time": "text", "text": "text",
}  # fmt: skip
COLUMN_TYPES: Mapping[Kind, str] = {
    "text": "text", "code": "text", "whole": "integer", "number": "float", "yes_no": "boolean", "instant": "datetime",
    "day": "date", "hour": "text",
}  # fmt: skip


def item_oid(questionnaire: str, version: int, item: str, code: str | None = None) -> str:
    """The id of an item, or of one code of it."""
    return f"I.{questionnaire}.{version}.{item}" + (f".{code}" if code else "")


def study(tables: Mapping[str, Sequence[Column]]) -> odm.Study:
    """The study with its metadata. `tables`: what else is in the file besides the questionnaires, if anything."""
    names = odm.GlobalVariables(
        StudyName=odm.StudyName(_content=STUDY),
        StudyDescription=odm.StudyDescription(_content="CM313 or azathioprine beside a tapered steroid in pemphigus"),
        ProtocolName=odm.ProtocolName(_content=STUDY),
    )
    units = sorted({unit for q in PUBLISHED for found in defined(q) if (unit := found.unit)})
    basics = odm.BasicDefinitions(MeasurementUnit=[_unit(unit) for unit in units])
    version = odm.MetaDataVersion(OID=METADATA, Name="Anhao, every published version of its questionnaires")
    _add_protocol(version, tables)
    for questionnaire in PUBLISHED:
        _add_form(version, questionnaire.id, questionnaire.version, defined(questionnaire))
    for table, columns in tables.items():
        _add_table(version, table, columns)
    for oid, codes in FLAGS.items():
        version.CodeList.append(_enumerated(oid, codes))
    return odm.Study(OID=STUDY, GlobalVariables=names, BasicDefinitions=basics, MetaDataVersion=[version])


def admin(now: datetime) -> odm.AdminData:
    """Who is named in audit records, and where: the participants themselves, and the channels as places."""
    people = {
        "USR.PARTICIPANT": "The participant of the SubjectData",
        "USR.PROXY": "Somebody else for the participant",
    }
    places = {"LOC.telegram": "Telegram", "LOC.web": "The page on the participant's phone", "LOC.unknown": "Not known"}
    since = odm.MetaDataVersionRef(StudyOID=STUDY, MetaDataVersionOID=METADATA, EffectiveDate=f"{now:%Y-%m-%d}")
    return odm.AdminData(
        StudyOID=STUDY,
        User=[
            odm.User(OID=oid, UserType="Other", FullName=odm.FullName(_content=name)) for oid, name in people.items()
        ],
        Location=[
            odm.Location(OID=oid, Name=name, LocationType="Other", MetaDataVersionRef=[since])
            for oid, name in places.items()
        ],
    )


def _add_protocol(version: odm.MetaDataVersion, tables: Mapping[str, Sequence[Column]]) -> None:
    version.Protocol = odm.Protocol()
    events = list(dict.fromkeys(questionnaire.id for questionnaire in PUBLISHED))
    for number, event in enumerate([*events, *tables], 1):
        reference = odm.StudyEventRef(StudyEventOID=f"SE.{event}", OrderNumber=number, Mandatory="No")
        version.Protocol.StudyEventRef.append(reference)
        kind = "Scheduled" if event in ("daily", "weekly") else "Unscheduled" if event in events else "Common"
        found = odm.StudyEventDef(
            OID=f"SE.{event}", Name=event, Repeating="Yes" if event in events else "No", Type=kind
        )
        forms = [f"F.{q.id}.{q.version}" for q in PUBLISHED if q.id == event] or [f"F.{event}"]
        found.FormRef = [odm.FormRef(FormOID=form, Mandatory="No") for form in forms]
        version.StudyEventDef.append(found)


def _add_form(version: odm.MetaDataVersion, id: str, number: int, items: Sequence[Defined]) -> None:
    name = f"{id}, version {number}"
    group = odm.ItemGroupDef(OID=f"IG.{id}.{number}", Name=name, Repeating="No")
    form = odm.FormDef(OID=f"F.{id}.{number}", Name=name, Repeating="No")
    form.ItemGroupRef = [odm.ItemGroupRef(ItemGroupOID=group.OID, Mandatory="No")]
    for found in items:
        for item in _items(version, id, number, found):
            order = len(group.ItemRef) + 1
            group.ItemRef.append(odm.ItemRef(ItemOID=item.OID, OrderNumber=order, Mandatory="No"))
            version.ItemDef.append(item)
    version.FormDef.append(form)
    version.ItemGroupDef.append(group)


def _items(version: odm.MetaDataVersion, id: str, number: int, found: Defined) -> list[odm.ItemDef]:
    """The items of one question: itself, and one a code where it takes several, or “not measured”."""
    oid = item_oid(id, number, found.item.id)
    of_codes = [
        _of_code(item_oid(id, number, found.item.id, option.code), found, option)
        for option in (found.options if found.answer == "choices" else (found.unknown,))
        if option is not None
    ]
    if found.answer == "choices":
        return of_codes
    item = odm.ItemDef(OID=oid, Name=found.item.id, DataType=TYPES[found.answer])
    if TYPES[found.answer] == "text":
        item.Length = 4000
    if TYPES[found.answer] == "float":
        item.Length, item.SignificantDigits = 12, 6
    if TYPES[found.answer] == "integer":
        item.Length = 4
    item.Question = odm.Question(TranslatedText=_translated(found.words))
    if found.unit:
        item.MeasurementUnitRef = [odm.MeasurementUnitRef(MeasurementUnitOID=_unit_oid(found.unit))]
    for comparator, limit in (("GE", found.low), ("LE", found.high)):
        if limit is not None:
            check = odm.RangeCheck(Comparator=comparator, SoftHard="Hard")
            check.CheckValue = [odm.CheckValue(_content=format(limit, "f"))]
            item.RangeCheck.append(check)
    if found.options:
        item.CodeListRef = odm.CodeListRef(CodeListOID=f"CL.{oid}")
        version.CodeList.append(_codes(f"CL.{oid}", found))
    return [item, *of_codes]


def _of_code(oid: str, found: Defined, option: Option) -> odm.ItemDef:
    item = odm.ItemDef(OID=oid, Name=f"{found.item.id}: {option.code}", DataType="boolean")
    item.Question = odm.Question(
        TranslatedText=[
            odm.TranslatedText(
                lang=language, _content=f"{words_of(found.words, language)} – {words_of(option.label, language)}"
            )
            for language in LANGUAGES
        ]
    )
    return item


def _codes(oid: str, found: Defined) -> odm.CodeList:
    codes = odm.CodeList(OID=oid, Name=f"{found.questionnaire.id} {found.item.id}", DataType="text")
    codes.CodeListItem = [
        odm.CodeListItem(CodedValue=option.code, Decode=odm.Decode(TranslatedText=_translated(option.label)))
        for option in found.options
    ]
    return codes


def _enumerated(oid: str, codes: Iterable[str]) -> odm.CodeList:
    items = [odm.EnumeratedItem(CodedValue=code) for code in codes]
    return odm.CodeList(OID=oid, Name=oid.removeprefix("CL."), DataType="text", EnumeratedItem=items)


def _add_table(version: odm.MetaDataVersion, table: str, columns: Sequence[Column]) -> None:
    group = odm.ItemGroupDef(OID=f"IG.{table}", Name=table, Repeating="Yes")
    for column in columns:
        if column.name == "participant":  # that is the SubjectKey
            continue
        item = odm.ItemDef(OID=f"I.{table}.{column.name}", Name=column.name, DataType=COLUMN_TYPES[column.kind])
        if column.kind in ("text", "code", "hour"):
            item.Length = 4000
        if column.kind == "number":
            item.Length, item.SignificantDigits = 12, 6
        if column.kind == "whole":
            item.Length = 10
        item.Description = odm.Description(TranslatedText=_translated(column.meaning))
        if column.codes:
            item.CodeListRef = odm.CodeListRef(CodeListOID=f"CL.{table}.{column.name}")
            version.CodeList.append(_enumerated(f"CL.{table}.{column.name}", column.codes))
        group.ItemRef.append(odm.ItemRef(ItemOID=item.OID, OrderNumber=len(group.ItemRef) + 1, Mandatory="No"))
        version.ItemDef.append(item)
    form = odm.FormDef(OID=f"F.{table}", Name=table, Repeating="No")
    form.ItemGroupRef = [odm.ItemGroupRef(ItemGroupOID=group.OID, Mandatory="No")]
    version.FormDef.append(form)
    version.ItemGroupDef.append(group)


def _translated(text: Text) -> list[odm.TranslatedText]:
    return [odm.TranslatedText(lang=language, _content=words_of(text, language)) for language in LANGUAGES]


def _unit_oid(unit: str) -> str:
    return f"MU.{unit}"


def _unit(unit: str) -> odm.MeasurementUnit:
    texts = [odm.TranslatedText(lang=language, _content=unit) for language in LANGUAGES]
    return odm.MeasurementUnit(OID=_unit_oid(unit), Name=unit, Symbol=odm.Symbol(TranslatedText=texts))
