"""The parameters of one call, as they came: a query string, a form, a form with files, or JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rehearsal.refusals import bad_request


@dataclass(frozen=True)
class Upload:
    """A file of a multipart form."""

    name: str
    content_type: str
    content: bytes


class Parameters:
    """Reads values as the Bot API server does: everything may be a string, nested values may be JSON in a string."""

    def __init__(self, values: Mapping[str, object], uploads: Mapping[str, Upload] | None = None) -> None:
        self.values = dict(values)
        self.uploads = dict(uploads or {})

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Stricter than the real one on purpose: it ignores what it does not know, and so hides misspellings."""
        names = set(known)
        attached = {str(value).removeprefix("attach://") for value in self.values.values()}
        for name in [*self.values, *(file for file in self.uploads if file not in attached)]:
            if name not in names:
                raise bad_request(f"unknown parameter {name}")

    def __contains__(self, name: str) -> bool:
        return name in self.values and self.values[name] is not None

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if not isinstance(value, str):
            return json.dumps(value)
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise bad_request("strings must be encoded in UTF-8")
        return value

    def integer(self, name: str, default: int, least: int | None = None, most: int | None = None) -> int:
        """Out of range is pulled to the nearest bound, as the real one does."""
        given = self.text(name).strip()
        if not given:
            return default
        try:
            value = int(given)
        except ValueError as error:
            raise bad_request(f"{name} must be an integer") from error
        if least is not None:
            value = max(least, value)
        return value if most is None else min(most, value)

    def flag(self, name: str) -> bool:
        given = self.text(name).strip().lower()
        if given not in {"", "true", "false", "1", "0", "yes", "no"}:
            raise bad_request(f"{name} must be a Boolean")
        return given in {"true", "1", "yes"}

    def structure(self, name: str, called: str | None = None) -> object:
        """A nested value; None when it was not given."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            parsed: object = json.loads(value)
        except json.JSONDecodeError as error:
            raise bad_request(f"can't parse {called or name} JSON object") from error
        return parsed

    def names(self, name: str) -> list[str] | None:
        """A list of strings; None when it was not given."""
        value = self.structure(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise bad_request(f"can't parse {name}: expected an Array of String")
        return list(value)
