"""`/write CODE`: the next words go to the participant; or a sentence that is said every day, by one tap."""

from datetime import timedelta

from bot.body import Key
from bot.buttons import CommandButton, pack
from bot.models import Participant
from bot.staff_desk import Desk, Rows
from bot.wording_staff import language_name
from bot.wording_templates import TEMPLATES
from bot.writing import write
from conversations.text import Quoted, Text, _, verbatim

WRITING = timedelta(minutes=15)
"""How long after `/write CODE` the next typed words go to that participant."""
IN_A_ROW = 5


def begin(desk: Desk, person: Participant, words: str) -> None:
    """With words behind the code they go at once; without, the next ones do."""
    if words:
        send(desk, person, verbatim(words))
        return
    desk.expect(f"write:{person.id}", WRITING)
    head = _(
        "Your next message goes to {code}, word for word. {code} reads {language}. /cancel to leave it.",
        code=person.code,
        language=language_name(person.language),
    )
    listed = [_line(desk, number, text, person.language) for number, text in enumerate(TEMPLATES.values(), 1)]
    desk.tell(head, _("Or tap one of these; it is sent as it stands here:"), *listed, rows=_rows(person))


def _line(desk: Desk, number: int, text: Text, language: str) -> Text:
    """A template as the participant will read it, then as the writer does where that is another language."""
    if desk.staff.language == language:
        return _("{number}. {text}", number=number, text=text)
    return _("{number}. {theirs} ({yours})", number=number, theirs=Quoted(text, language), yours=text)


def _rows(person: Participant) -> Rows:
    keys = [
        Key(verbatim(str(number)), pack(CommandButton("template", f"{person.id}.{code}")))
        for number, code in enumerate(TEMPLATES, 1)
    ]
    return tuple(tuple(keys[start : start + IN_A_ROW]) for start in range(0, len(keys), IN_A_ROW))


def send(desk: Desk, person: Participant, words: Text) -> None:
    """Send it, and say so."""
    desk.leave()
    if write(desk.session, person, desk.staff, words, desk.now):
        desk.tell(_("Sent to {code}. The answer comes back to you here.", code=person.code))
    else:
        desk.tell(_("Nothing reaches {code} here. Please phone.", code=person.code))


def pressed(desk: Desk, choice: str) -> None:
    """A template, or “Message participant” without a matter."""
    id, _dot, code = choice.partition(".")
    person = desk.participant(id)
    if person is None or (code and code not in TEMPLATES):
        desk.not_known()
    elif code:
        send(desk, person, TEMPLATES[code])
    else:
        begin(desk, person, "")
