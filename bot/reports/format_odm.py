"""CDISC ODM-XML 1.3.2: metadata once, then the clinical data of one participant at a time.

The file is transactional: an answer is inserted, a correction updates it, each with its audit record (who, where,
when), so that the history goes along. What XML cannot hold is replaced by U+FFFD.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any, BinaryIO
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import odmlib.odm_1_3_2.model as odm
from sqlmodel import Session

from bot.reports.cells import Cell, Row
from bot.reports.columns import Column
from bot.reports.definitions import Defined, defined
from bot.reports.export import Wanted
from bot.reports.odm_metadata import METADATA, admin, item_oid, study
from conversations.plans import plain
from conversations.questionnaires import questionnaire_of
from conversations.trial import STUDY

NAMESPACE = "http://www.cdisc.org/ns/odm/v1.3"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(session: Session, wanted: Wanted, file: BinaryIO, tables: Sequence[str]) -> int:
    """Write these tables; how many items of data there were. The questionnaires' metadata is always in it."""
    columns = {table: wanted.columns(table) for table in tables if table != "answers"}
    now = f"{wanted.now:%Y-%m-%dT%H:%M:%SZ}"
    attributes = {
        "xmlns": NAMESPACE, "ODMVersion": "1.3.2", "FileType": "Transactional", "Granularity": "All",
        "FileOID": f"anhao.{wanted.table}.{wanted.now:%Y%m%dT%H%M%S}", "CreationDateTime": now, "AsOfDateTime": now,
        "SourceSystem": "Anhao",
    }  # fmt: skip
    opening = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    file.write(f"<?xml version='1.0' encoding='UTF-8'?>\n<ODM {opening}>\n".encode())
    for part in (study(columns), admin(wanted.now)):
        _put(file, part)
    count = 0
    for table in tables:
        rows = wanted.rows(session, table)[1]
        file.write(f'<ClinicalData StudyOID="{STUDY}" MetaDataVersionOID="{METADATA}">\n'.encode())
        for code, of_person in groupby(rows, key=lambda row: row["participant"]):
            make = _answers if table == "answers" else partial(_records, table, columns[table])
            events = list(make(of_person))
            subject = odm.SubjectData(SubjectKey=str(code), TransactionType="Upsert", StudyEventData=events)
            count += _put(file, subject)
        file.write(b"</ClinicalData>\n")
    file.write(b"</ODM>\n")
    return count


def _put(file: BinaryIO, part: Any) -> int:
    """Write one part of the document; how many items of data are in it."""
    tree = part.to_xml()
    assert tree is not None
    file.write(ElementTree.tostring(tree, encoding="utf-8"))
    file.write(b"\n")
    return sum(1 for _ in tree.iter("ItemData"))


def _answers(rows: Iterator[Row]) -> Iterator[odm.StudyEventData]:
    """One event a check-in."""
    for name, found in groupby(rows, key=lambda row: (row["occurrence"], row["questionnaire"], row["version"])):
        occurrence, questionnaire, version = str(name[0]), str(name[1]), int(str(name[2]))
        items = {item.item.id: item for item in defined(questionnaire_of(questionnaire, version))}
        data = [one for row in found for one in _item(items[str(row["question"])], row)]
        group = odm.ItemGroupData(ItemGroupOID=f"IG.{questionnaire}.{version}", TransactionType="Upsert", ItemData=data)
        form = odm.FormData(FormOID=f"F.{questionnaire}.{version}", TransactionType="Upsert", ItemGroupData=[group])
        yield odm.StudyEventData(
            StudyEventOID=f"SE.{questionnaire}", StudyEventRepeatKey=occurrence, TransactionType="Upsert",
            FormData=[form],
        )  # fmt: skip


def _item(found: Defined, row: Row) -> Iterator[odm.ItemData]:
    """The data of one row: itself, or one a code."""
    value = None if row["value"] is None else fit(str(row["value"]))
    name = (found.questionnaire.id, found.questionnaire.version, found.item.id)
    if found.answer == "choices":
        codes = value.split("|") if value is not None else []
        for option in found.options:
            ticked = None if value is None else "true" if option.code in codes else "false"
            yield _data(item_oid(*name, option.code), ticked, row)
        return
    if found.unknown is not None:
        is_unknown = None if value is None else value == found.unknown.code
        yield _data(item_oid(*name), None if is_unknown else value, row)
        yield _data(item_oid(*name, found.unknown.code), None if is_unknown is None else str(is_unknown).lower(), row)
        return
    yield _data(item_oid(*name), value, row)


def _data(oid: str, value: str | None, row: Row) -> odm.ItemData:
    data = odm.ItemData(ItemOID=oid, TransactionType="Update" if row["supersedes"] else "Insert")
    if value is None:
        data.IsNull = "Yes"
    else:
        data.Value = value
    if row["answered_at"]:
        data.AuditRecord = _audit(row)
    data.Annotation = [_annotation(value, row)]
    return data


def _audit(row: Row) -> odm.AuditRecord:
    record = odm.AuditRecord(
        UserRef=odm.UserRef(UserOID="USR.PROXY" if row["proxy"] else "USR.PARTICIPANT"),
        LocationRef=odm.LocationRef(LocationOID=f"LOC.{row['channel'] or 'unknown'}"),
        DateTimeStamp=odm.DateTimeStamp(_content=str(row["answered_at"])),
    )
    if row["supersedes"]:
        record.ReasonForChange = odm.ReasonForChange(_content="Corrected by the participant")
    return record


def _annotation(value: str | None, row: Row) -> odm.Annotation:
    """What no item can say of an answer: its state, language, marks; what was typed, as a comment."""
    state = "withheld" if value is None and row["state"] == "answered" and row["value"] is None else row["state"]
    flags = [_flag("CL.STATE", str(state)), _flag("CL.LANGUAGE", str(row["language"]))]
    flags += [_flag("CL.MARK", mark) for mark in ("late", "proxy") if row[mark]]
    annotation = odm.Annotation(SeqNum=1, Flag=flags)
    if row["raw"]:
        annotation.Comment = odm.Comment(_content=fit(str(row["raw"])))
    return annotation


def _flag(codes: str, value: str) -> odm.Flag:
    return odm.Flag(FlagValue=odm.FlagValue(CodeListOID=codes, _content=value))


def _records(table: str, columns: Sequence[Column], rows: Iterator[Row]) -> Iterator[odm.StudyEventData]:
    """The rows of another table: one event, one form, a group a row."""
    groups = [
        odm.ItemGroupData(
            ItemGroupOID=f"IG.{table}",
            ItemGroupRepeatKey=str(number),
            TransactionType="Insert",
            ItemData=[
                odm.ItemData(ItemOID=f"I.{table}.{column.name}", Value=text)
                for column in columns
                if column.name != "participant" and (text := _text(row[column.name])) is not None
            ],
        )
        for number, row in enumerate(rows, 1)
    ]
    form = odm.FormData(FormOID=f"F.{table}", TransactionType="Upsert", ItemGroupData=groups)
    yield odm.StudyEventData(StudyEventOID=f"SE.{table}", TransactionType="Upsert", FormData=[form])


def _text(value: Cell) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return fit(value)
    return plain(value)


def fit(words: str) -> str:
    """The words as XML can hold them."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", words)
