"""What staff do about an escalation on its page: take it, write to the participant, close it. All through `bot.acts`.

What was typed is never lost: where something cannot be done, the page comes again with the words still in their field.
"""

from starlette.requests import Request
from starlette.responses import Response

from bot import acts
from bot.console.escalation_list import lists
from bot.console.escalation_page import escalation_page
from bot.console.thread import HIDDEN
from bot.console.visitor import NOTES, Fields, Form, Missing, Visitor
from bot.ladders import locked
from bot.languages import normalise
from bot.models import Escalation, Participant, Staff
from bot.pages import may_close, outcomes_of
from conversations.text import Text, _

LONGEST = 4000
"""Characters of one message, or of the words of a closing; as much as a message on a phone holds."""
MOST_ID = 2**31


def show(here: Visitor, request: Request, form: Form) -> Response:
    """The list, and the escalation that was chosen; without a choice the first of the list."""
    chosen = request.path_params.get("id")
    return page(here, _escalation(here, chosen) if chosen is not None else None)


def page(
    here: Visitor,
    chosen: Escalation | None,
    status: int = 200,
    *,
    errors: dict[str, Text] | None = None,
    form: Form | None = None,
    note: Text | None = None,
) -> Response:
    """The page. `errors` by field; `form` is what was typed and comes back."""
    left = lists(here.session, here.staff, here.now)
    first = here.session.get(Escalation, left.first) if chosen is None and left.first is not None else chosen
    return here.page(
        "console/escalations.html",
        status,
        here="escalations",
        left=left,
        one=escalation_page(here.session, first, here.staff, here.now) if first is not None else None,
        chosen=chosen is not None,
        outcomes=outcomes_of(here.session, first, here.staff) if first is not None else {},
        longest=LONGEST,
        errors=Fields(errors or {}),
        typed=Fields(form or {}),
        note=note or _note(here, first),
        hidden=HIDDEN,
        now=here.now.astimezone(here.site.settings.zone),
    )


def acknowledge(here: Visitor, request: Request, form: Form) -> Response:
    """“I'm on it”: the first press wins, and the other is told who has it."""
    escalation = escalation_locked(here, request)
    if escalation.phase == "closed":
        return back(here, escalation, "closed_before")
    holder = acts.acknowledge(here.session, escalation, here.staff, here.now)
    return _held(here, escalation, holder)


def take_over(here: Visitor, request: Request, form: Form) -> Response:
    """“I take it over”, where the one who has it cannot be reached or has had it for too long."""
    escalation = escalation_locked(here, request)
    if escalation.phase == "closed":
        return back(here, escalation, "closed_before")
    holder = acts.take_over(here.session, escalation, here.staff, here.now)
    return _held(here, escalation, holder)


def write(here: Visitor, request: Request, form: Form) -> Response:
    """Words to the participant."""
    escalation = escalation_locked(here, request)
    words = normalise(form.get("words", "")).strip()
    if escalation.phase == "closed":
        return page(here, escalation, 409, form={"words": words}, note=_("This is closed already. Nothing was sent."))
    if error := too_long(words) or (None if words else _("Please write something first.")):
        return page(here, escalation, 422, errors={"words": error}, form={"words": words})
    if not acts.write_to_participant(here.session, escalation, here.staff, words, here.now):
        error = _("Nothing reaches {code} here. Please phone.", code=_code(here, escalation))
        return page(here, escalation, 409, errors={"words": error}, form={"words": words})
    return back(here, escalation, "sent")


def close(here: Visitor, request: Request, form: Form) -> Response:
    """Close with an outcome, and whether it may be a serious adverse event; “other” wants words."""
    escalation = escalation_locked(here, request)
    outcome, words = form.get("outcome", ""), normalise(form.get("ending", "")).strip()
    serious = form.get("serious", "n" if escalation.severity == "review" else "")
    typed = {"outcome": outcome, "ending": words, "serious": serious}
    if escalation.phase == "closed":
        return page(here, escalation, 409, form=typed, note=NOTES["closed_before"])
    if not may_close(here.staff, escalation):
        refused = _("Only a doctor closes an urgent matter or an emergency. Nothing was changed.")
        return page(here, escalation, 403, form=typed, note=refused)
    errors = {}
    if outcome not in outcomes_of(here.session, escalation, here.staff):
        errors["outcome"] = _("Please choose how it ended.")
    if serious not in ("y", "n"):
        errors["serious"] = _("Please say whether it may be a serious adverse event.")
    if error := too_long(words):
        errors["ending"] = error
    elif outcome == "other" and not words:
        errors["ending"] = _("Please write in a few words how it ended.")
    if errors:
        return page(here, escalation, 422, errors=Fields(errors), form=typed)
    acts.close(here.session, escalation, here.staff, outcome, words, here.now, serious=serious == "y")
    return back(here, escalation, "closed")


def _held(here: Visitor, escalation: Escalation, holder: Staff) -> Response:
    if holder.id != here.staff.id:
        return back(here, escalation, "taken")
    return back(here, escalation, "mine" if escalation.severity == "review" else "yours")


def back(here: Visitor, escalation: Escalation, note: str) -> Response:
    """Done: the page anew, with what was done said first."""
    return here.go(f"/escalations/{escalation.id}", said=note)


def _note(here: Visitor, escalation: Escalation | None) -> Text | None:
    """What was done last, as the address says; with who has it and whose it is."""
    text = NOTES.get(here.query.get("said", ""))
    if text is None or escalation is None:
        return None
    holder = here.session.get(Staff, escalation.acknowledged_by) if escalation.acknowledged_by else None
    return Text(text.id, (("name", holder.name if holder else "–"), ("code", _code(here, escalation))))


def escalation_locked(here: Visitor, request: Request) -> Escalation:
    """The escalation of the address, held until the answer is written. Raises Missing."""
    _escalation(here, request.path_params["id"])
    return locked(here.session, request.path_params["id"])


def _escalation(here: Visitor, id: int) -> Escalation:
    found = here.session.get(Escalation, id) if id < MOST_ID else None
    if found is None:
        raise Missing
    return found


def _code(here: Visitor, escalation: Escalation) -> str:
    participant = here.session.get(Participant, escalation.participant_id)
    assert participant is not None
    return participant.code


def too_long(words: str) -> Text | None:
    """Why it cannot be taken, if it is too long."""
    if len(words) <= LONGEST:
        return None
    return _(
        "That is {count} characters; at most {most} go at once. Nothing was sent yet.", count=len(words), most=LONGEST
    )
