"""Inline and reply keyboards: what Telegram accepts, and what it says when it does not."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.rehearsal.limits import Limits
from bot.rehearsal.refusals import JsonObject, bad_request

INLINE_ACTIONS = {"callback_data", "url", "web_app"}
REPLY_OPTIONS = {
    "keyboard",
    "is_persistent",
    "resize_keyboard",
    "one_time_keyboard",
    "input_field_placeholder",
    "selective",
}
REPLY_BUTTON = {"text", "request_contact", "request_location", "web_app"}


@dataclass(frozen=True)
class Keyboard:
    """A checked reply markup. `inline` is None for an inline keyboard without buttons."""

    kind: Literal["inline", "reply", "remove", "force_reply"]
    inline: JsonObject | None = None
    labels: tuple[tuple[str, ...], ...] = ()


def read_keyboard(value: object, limits: Limits) -> Keyboard | None:
    """None when there is none."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        _only(value, {"inline_keyboard"}, "inline keyboard")
        rows = [
            [_inline_button(button, limits) for button in row]
            for row in _rows(value["inline_keyboard"], "inline keyboard")
        ]
        _count(rows, limits)
        return Keyboard("inline", {"inline_keyboard": rows} if rows else None)
    if "keyboard" in value:
        return _reply_keyboard(value, limits)
    if value.get("remove_keyboard") is True:
        _only(value, {"remove_keyboard", "selective"}, "reply keyboard remove")
        return Keyboard("remove")
    if value.get("force_reply") is True:
        _only(value, {"force_reply", "selective", "input_field_placeholder"}, "force reply")
        return Keyboard("force_reply")
    if value:
        raise bad_request(f"unknown parameter reply_markup.{next(iter(value))}")
    return None


def _reply_keyboard(value: JsonObject, limits: Limits) -> Keyboard:
    _only(value, REPLY_OPTIONS, "reply keyboard")
    rows = [[_reply_label(button) for button in row] for row in _rows(value["keyboard"], "reply keyboard")]
    if not rows:
        raise bad_request("reply keyboard must be non-empty")
    _count(rows, limits)
    placeholder = value.get("input_field_placeholder", "")
    if not isinstance(placeholder, str) or len(placeholder) > limits.placeholder:
        raise bad_request("input field placeholder is too long")
    return Keyboard("reply", labels=tuple(tuple(row) for row in rows))


def _rows(value: object, called: str) -> list[list[object]]:
    if not isinstance(value, list):
        raise bad_request(f"can't parse {called}: Field must be of type Array")
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f"can't parse {called}: Row must be an Array")
    return [row for row in value if row]


def _count(rows: list[list[JsonObject]] | list[list[str]], limits: Limits) -> None:
    if sum(len(row) for row in rows) > limits.buttons or any(len(row) > limits.buttons_in_row for row in rows):
        raise bad_request("reply markup is too long")


def _only(value: JsonObject, known: set[str], called: str) -> None:
    for name in value:
        if name not in known:
            raise bad_request(f"unknown parameter {name} in {called}")


def _inline_button(button: object, limits: Limits) -> JsonObject:
    what = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"{what}: InlineKeyboardButton must be an Object")
    _only(button, {"text", *INLINE_ACTIONS}, "inline keyboard button")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{what}: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in button if name in INLINE_ACTIONS and button[name] != ""]
    if not actions:
        raise bad_request(f"{what}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{what}: exactly one of the optional fields must be used")
    data = button.get("callback_data")
    if data is not None and (not isinstance(data, str) or len(data.encode()) > limits.callback_data):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(button["url"], "inline keyboard button URL", {"http", "https", "tg"})
    if "web_app" in button:
        address = button["web_app"].get("url") if isinstance(button["web_app"], dict) else None
        _check_url(address, "inline keyboard button Web App URL", {"https"})
    return dict(button)


def _check_url(url: object, called: str, schemes: set[str]) -> None:
    """A host name without a dot, such as `localhost`, is refused by the real one, too."""
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or not parts.hostname or (parts.scheme != "tg" and "." not in parts.hostname):
        raise bad_request(f"{called} '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme not in schemes:
        wanted = "Only HTTPS links are allowed" if schemes == {"https"} else "Unsupported URL protocol"
        raise bad_request(f"{called} '{url}' is invalid: {wanted}")


def _reply_label(button: object) -> str:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    _only(button, REPLY_BUTTON, "keyboard button")
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    label: str = button["text"]
    return label
