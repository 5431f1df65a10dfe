"""Texts, events and facts as JSON, for the sealed columns in which they are kept."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from conversations.events import Event
from conversations.facts import Facts
from conversations.text import Listed, Quoted, Text, Value

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
_FACTS: TypeAdapter[Facts] = TypeAdapter(Facts)


def event_to_json(event: Event) -> str:
    return _EVENT.dump_json(event).decode()


def event_from_json(stored: str) -> Event:
    return _EVENT.validate_json(stored)


def facts_to_json(facts: Facts) -> str:
    return _FACTS.dump_json(facts).decode()


def facts_from_json(stored: str) -> Facts:
    return _FACTS.validate_json(stored)


def dumps(value: Any) -> str:
    """Compact JSON that keeps every letter as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def plain_text(text: Text) -> list[Any]:
    """A Text as JSON can hold it; values keep their type, so that each language writes them its own way."""
    return [text.id, {name: _plain(value) for name, value in text.values}]


def text_of(plain: list[Any]) -> Text:
    """What `plain_text` made."""
    id, values = plain
    return Text(id, tuple((name, _value(value)) for name, value in values.items()))


def _plain(value: Value) -> Any:
    match value:
        case Text():
            return {"text": plain_text(value)}
        case Quoted(text, language):
            return {"quoted": plain_text(text), "language": language}
        case Listed(texts):
            return {"listed": [plain_text(text) for text in texts]}
        case Decimal():
            return {"number": str(value)}
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"hour": value.isoformat()}
        case _:
            return value


def _value(plain: Any) -> Value:
    match plain:
        case {"text": text}:
            return text_of(text)
        case {"quoted": text, "language": language}:
            return Quoted(text_of(text), language)
        case {"listed": texts}:
            return Listed(tuple(text_of(text) for text in texts))
        case {"number": number}:
            return Decimal(number)
        case {"at": at}:
            return datetime.fromisoformat(at)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"hour": hour}:
            return time.fromisoformat(hour)
        case str() | int():
            return plain
    raise ValueError("not a stored value")
