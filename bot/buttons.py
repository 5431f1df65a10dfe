"""What a button sends back: which check-in, question and option, which escalation and act, or which command.

At most 64 bytes, the least any channel carries. A button says what it belongs to, so that an old one
never lands on another question; whoever presses it must own that check-in.
"""

from dataclasses import dataclass
from typing import assert_never

LIMIT = 64
"""Bytes that Telegram takes in a button's data."""


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """An option of the `ask`-th asking of an item in a check-in."""

    check_in: int
    item: str
    ask: int
    option: str


@dataclass(frozen=True, slots=True)
class StaffButton:
    """An act of a staff member on an escalation: ack, write, close, out (with an outcome), cancel."""

    escalation: int
    act: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CommandButton:
    """A command with a choice, such as language zh."""

    command: str
    choice: str = ""


AnyButton = AnswerButton | StaffButton | CommandButton


def pack(button: AnyButton) -> str:
    """The data of a button; ValueError when it would not fit."""
    match button:
        case AnswerButton(check_in, item, ask, option):
            data = f"a:{check_in}:{item}:{ask}:{option}"
        case StaffButton(escalation, act, detail):
            data = f"s:{escalation}:{act}:{detail}"
        case CommandButton(command, choice):
            data = f"c:{command}:{choice}"
        case _:
            assert_never(button)
    if len(data.encode()) > LIMIT:
        raise ValueError(f"button data of {len(data)} characters: {data}")
    return data


def unpack(data: str) -> AnyButton | None:
    """The button that sent this data, or None for what we never made."""
    match data.split(":", 4):
        case ["a", check_in, item, ask, option] if _number(check_in) and _number(ask):
            return AnswerButton(int(check_in), item, int(ask), option)
        case ["s", escalation, act, detail] if _number(escalation):
            return StaffButton(int(escalation), act, detail)
        case ["c", command, choice]:
            return CommandButton(command, choice)
    return None


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9
