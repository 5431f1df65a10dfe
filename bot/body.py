"""What a message holds before it has a language: paragraphs and rows of keys. Stored as sealed JSON."""

import json
from dataclasses import dataclass

from bot.buttons import AnswerButton, pack
from bot.pictures import Figure, figure_from_plain, figure_to_plain
from bot.stored import dumps, plain_text, text_of
from conversations.prompt import Prompt
from conversations.text import Text


@dataclass(frozen=True, slots=True)
class Key:
    """A button: its label, the data it sends back, whether it is ticked, whether it is a mere control."""

    label: Text
    data: str
    ticked: bool = False
    control: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs, then buttons. `menu`: (re)draw the buttons that are always there. `picture`: drawn as it is sent."""

    paragraphs: tuple[Text, ...]
    rows: tuple[tuple[Key, ...], ...] = ()
    menu: bool = False
    typing: str = ""
    picture: Figure | None = None
    file: int = 0
    """The photo or voice message that is sent with it (Attachment)."""


def to_json(body: Body) -> str:
    """A body as it is stored."""
    rows = [[[plain_text(key.label), key.data, key.ticked, key.control] for key in row] for row in body.rows]
    picture = figure_to_plain(body.picture) if body.picture is not None else None
    plain = {"says": [plain_text(text) for text in body.paragraphs], "rows": rows, "menu": body.menu}
    return dumps(plain | {"typing": body.typing, "picture": picture, "file": body.file})


def from_json(stored: str) -> Body:
    """What `to_json` made."""
    plain = json.loads(stored)
    rows = tuple(tuple(Key(text_of(label), *rest) for label, *rest in row) for row in plain["rows"])
    picture = figure_from_plain(plain["picture"]) if plain["picture"] is not None else None
    return Body(
        tuple(text_of(text) for text in plain["says"]), rows, plain["menu"], plain["typing"], picture, plain["file"]
    )


def asking(prompt: Prompt, check_in: int, ask: int, before: tuple[Text, ...] = ()) -> Body:
    """A question as a message: what is to be said first, its words, its buttons."""
    rows = tuple(
        tuple(
            Key(
                button.label, pack(AnswerButton(check_in, prompt.item, ask, button.code)), button.ticked, button.control
            )
            for button in row
        )
        for row in prompt.rows
    )
    return Body((*before, prompt.words), rows, typing=prompt.typing)
