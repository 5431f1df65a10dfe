"""What staff do about an escalation in the chat, button by button. Each act is one of `bot.acts`, as on the console.

Closing takes two taps after “Close…”: how it ended, and whether it may be a serious adverse event; “other” wants words
as well. For a minute a close can be taken back.
"""

from datetime import timedelta

from bot import acts, serious_events
from bot.body import Key
from bot.buttons import StaffButton, pack
from bot.models import Escalation, Participant, Staff
from bot.pages import OUTCOMES, may_close, outcome_rows, outcomes_of
from bot.staff_desk import Desk, Rows, code_of
from conversations.text import Text, _, verbatim

WRITING = timedelta(minutes=15)
"""How long after “Message participant”, “Other” or “Add a note” the next typed words belong to that escalation."""

CLOSED = _("This is closed already. Nothing was changed.")
TAKEN = _("{name} has it already.")
FOR_DOCTORS = _("Only a doctor closes an urgent matter or an emergency. Nothing was changed.")
SERIOUS = _(
    "{code}: may it be a serious adverse event? (death, danger to life, hospital stay, lasting harm, birth defect)"
)
EVER = ("show", "undo", "note", "serious", "sae", "more")
"""What can be done about something that is closed."""


def tapped(desk: Desk, escalation: Escalation, act: str, detail: str) -> None:
    """A button about this escalation, which is locked."""
    if escalation.phase == "closed" and act not in EVER:
        desk.tell(CLOSED, rows=_rows(escalation, ("show", _("Show the page"))))
        return
    match act:
        case "show":
            desk.show(escalation)
        case "ack":
            _taken(desk, acts.acknowledge(desk.session, escalation, desk.staff, desk.now))
        case "take":
            _taken(desk, acts.take_over(desk.session, escalation, desk.staff, desk.now))
        case "write" | "note":
            expect_words(desk, escalation, act)
        case "more":
            _more(desk, escalation)
        case "give":
            _give(desk, escalation, detail)
        case "undo":
            _undo(desk, escalation)
        case "sae":
            _settle(desk, escalation, detail)
        case "close" | "out" | "end" | "serious" if not may_close(desk.staff, escalation):
            desk.tell(FOR_DOCTORS)
        case "close":
            rows = tuple(outcome_rows(desk.session, escalation, desk.staff))
            desk.tell(_("{code}: how does it end?", code=code_of(desk, escalation)), rows=rows, escalation=escalation)
        case "out":
            _chosen(desk, escalation, detail)
        case "end":
            outcome, _point, serious = detail.partition(".")
            _ended(desk, escalation, outcome, serious)
        case "serious":
            acts.mark_serious(desk.session, escalation, desk.staff, desk.now)
            desk.tell(*serious_events.state(desk.session, escalation, _zone(desk, escalation)))
        case _:
            desk.not_known()


def typed(desk: Desk, escalation: Escalation, what: str, words: str) -> bool:
    """Words that an act had asked for; False when it was none of ours."""
    if what == "note":
        acts.add_note(desk.session, escalation, desk.staff, words, desk.now)
        desk.tell(_("{code}: noted.", code=code_of(desk, escalation)))
        return True
    kind, _point, serious = what.partition(".")
    if kind != "close":
        return False
    if escalation.phase == "closed":
        desk.tell(CLOSED, rows=_rows(escalation, ("show", _("Show the page"))))
    elif not may_close(desk.staff, escalation):  # it got worse while they wrote
        desk.tell(FOR_DOCTORS)
    else:
        _close(desk, escalation, "other", words, serious == "y")
    return True


def expect_words(desk: Desk, escalation: Escalation, what: str) -> None:
    """The next words they type belong to this act."""
    desk.staff.writing_for, desk.staff.writing_what, desk.staff.writing_until = escalation.id, what, desk.now + WRITING
    code = code_of(desk, escalation)
    if what == "note":
        desk.tell(_("Please write the note about {code}. It goes to nobody. /cancel to leave it.", code=code))
    elif what == "write":
        participant = desk.session.get(Participant, escalation.participant_id)
        language = _("Chinese") if participant and participant.language == "zh" else _("English")
        desk.tell(
            _(
                "Your next message goes to {code}, word for word. {code} reads {language}. /cancel to leave it.",
                code=code,
                language=language,
            )
        )
    else:
        desk.tell(_("Please write in a few words how it ended for {code}. /cancel to leave it.", code=code))


def _taken(desk: Desk, holder: Staff) -> None:
    if holder.id != desk.staff.id:
        desk.tell(Text(TAKEN.id, (("name", holder.name),)))


def _chosen(desk: Desk, escalation: Escalation, outcome: str) -> None:
    """How it ended. What pages also asks whether it may be serious; of a review that can be said afterwards."""
    if outcome not in outcomes_of(desk.session, escalation, desk.staff):
        desk.not_known()
    elif escalation.severity == "review":
        _ended(desk, escalation, outcome, "n")
    else:
        rows = _rows(
            escalation,
            (f"end:{outcome}.n", _("No")),
            (f"end:{outcome}.y", _("Yes, perhaps")),
            ("show", _("Not yet")),
        )
        desk.tell(Text(SERIOUS.id, (("code", code_of(desk, escalation)),)), rows=rows, escalation=escalation)


def _ended(desk: Desk, escalation: Escalation, outcome: str, serious: str) -> None:
    if outcome not in outcomes_of(desk.session, escalation, desk.staff) or serious not in ("y", "n"):
        desk.not_known()
    elif outcome == "other":
        expect_words(desk, escalation, f"close.{serious}")
    else:
        _close(desk, escalation, outcome, "", serious == "y")


def _close(desk: Desk, escalation: Escalation, outcome: str, words: str, serious: bool) -> None:
    label = outcomes_of(desk.session, escalation, desk.staff).get(outcome, OUTCOMES["other"])
    acts.close(desk.session, escalation, desk.staff, outcome, words, desk.now, serious=serious)
    says = [_("{code}: closed. {outcome}.", code=code_of(desk, escalation), outcome=label)]
    says += serious_events.state(desk.session, escalation, _zone(desk, escalation))
    buttons = [("undo", _("Take it back (1 minute)")), ("note", _("Add a note"))]
    if escalation.severity == "review":
        buttons.append(("serious", _("Perhaps serious")))
    desk.tell(*says, rows=_rows(escalation, *buttons))


def _undo(desk: Desk, escalation: Escalation) -> None:
    if acts.undo_close(desk.session, escalation, desk.staff, desk.now):
        desk.show(escalation)
    elif escalation.phase == "closed":
        desk.tell(_("A close can be taken back within a minute, by whoever closed it. Nothing was changed."))
    else:
        desk.tell(_("This is open. Nothing was changed."), rows=_rows(escalation, ("show", _("Show the page"))))


def _more(desk: Desk, escalation: Escalation) -> None:
    """What is needed more rarely: a note, handing it over, marking it as perhaps serious."""
    assert escalation.id is not None
    buttons = [("note", _("Add a note"))]
    if may_close(desk.staff, escalation) and not serious_events.is_running(
        serious_events.event_of(desk.session, escalation)
    ):
        buttons.append(("serious", _("Perhaps serious")))
    rows = _rows(escalation, *buttons)
    if escalation.phase != "closed":
        for person in acts.may_be_given(desk.session, escalation, desk.staff):
            data = pack(StaffButton(escalation.id, "give", str(person.id)))
            rows += ((Key(_("Hand over to {name}", name=person.name), data),),)
    desk.tell(_("{code}: what else?", code=code_of(desk, escalation)), rows=rows, escalation=escalation)


def _give(desk: Desk, escalation: Escalation, detail: str) -> None:
    to = desk.session.get(Staff, int(detail)) if detail.isdecimal() and len(detail) <= 9 else None
    if to is None:
        desk.not_known()
    elif acts.hand_over(desk.session, escalation, desk.staff, to, desk.now):
        desk.tell(
            _("{code}: {name} is paged now, and has it once they press.", code=code_of(desk, escalation), name=to.name)
        )
    else:
        desk.tell(_("{name} cannot be given this now. Nothing was changed.", name=to.name))


def _settle(desk: Desk, escalation: Escalation, how: str) -> None:
    if not serious_events.may_settle(desk.staff):
        desk.tell(_("A doctor or the investigator records this. Nothing was changed."))
        return
    if not acts.settle_serious(desk.session, escalation, desk.staff, how, desk.now):
        desk.not_known()
        return
    zone = _zone(desk, escalation)
    desk.tell(verbatim(code_of(desk, escalation)), *serious_events.state(desk.session, escalation, zone))


def _zone(desk: Desk, escalation: Escalation) -> str:
    participant = desk.session.get(Participant, escalation.participant_id)
    assert participant is not None
    return participant.zone


def _rows(escalation: Escalation, *buttons: tuple[str, Text]) -> Rows:
    """One button a row: what it does (`act` or `act:detail`), and what it says."""
    assert escalation.id is not None
    found = []
    for what, label in buttons:
        act, _colon, detail = what.partition(":")
        found.append((Key(label, pack(StaffButton(escalation.id, act, detail))),))
    return tuple(found)
