"""What is done about an escalation more rarely, on its page, all through `bot.acts`: a note, handing it over, taking a
close back, and what may be a serious adverse event.
"""

from starlette.requests import Request
from starlette.responses import Response

from bot import acts
from bot.console.escalation_acts import back, escalation_locked, page, too_long
from bot.console.visitor import NOTES, Form, Visitor
from bot.languages import normalise
from bot.models import Staff
from bot.pages import may_close
from bot.serious_events import may_settle
from conversations.text import _

MOST_ID = 2**31


def note(here: Visitor, request: Request, form: Form) -> Response:
    """Words for the record of the matter."""
    escalation = escalation_locked(here, request)
    words = normalise(form.get("note", "")).strip()
    if error := too_long(words) or (None if words else _("Please write something first.")):
        return page(here, escalation, 422, errors={"note": error}, form={"note": words})
    acts.add_note(here.session, escalation, here.staff, words, here.now)
    return back(here, escalation, "noted")


def give(here: Visitor, request: Request, form: Form) -> Response:
    """Hand it over to a named person."""
    escalation = escalation_locked(here, request)
    if escalation.phase == "closed":
        return page(here, escalation, 409, note=NOTES["closed_before"])
    chosen = form.get("to", "")
    known = chosen.isascii() and chosen.isdecimal() and int(chosen) < MOST_ID
    to = here.session.get(Staff, int(chosen)) if known else None
    if to is None or not acts.hand_over(here.session, escalation, here.staff, to, here.now):
        return page(here, escalation, 422, errors={"to": _("Please choose somebody who can be paged now.")}, form=form)
    return back(here, escalation, "given")


def undo(here: Visitor, request: Request, form: Form) -> Response:
    """Take a close back, within a minute."""
    escalation = escalation_locked(here, request)
    if acts.undo_close(here.session, escalation, here.staff, here.now):
        return back(here, escalation, "reopened")
    refused = _("A close can be taken back within a minute, by whoever closed it. Nothing was changed.")
    return page(here, escalation, 409, note=refused)


def serious(here: Visitor, request: Request, form: Form) -> Response:
    """It may be a serious adverse event; open or closed."""
    escalation = escalation_locked(here, request)
    if not may_close(here.staff, escalation):
        refused = _("Only a doctor closes an urgent matter or an emergency. Nothing was changed.")
        return page(here, escalation, 403, note=refused)
    acts.mark_serious(here.session, escalation, here.staff, here.now)
    return back(here, escalation, "serious")


def settle(here: Visitor, request: Request, form: Form) -> Response:
    """It was reported, or is not serious after all."""
    escalation = escalation_locked(here, request)
    if not may_settle(here.staff):
        refused = _("A doctor or the investigator records this. Nothing was changed.")
        return page(here, escalation, 403, note=refused)
    if not acts.settle_serious(here.session, escalation, here.staff, form.get("how", ""), here.now):
        return page(here, escalation, 422, note=_("Nothing here is marked as serious. Nothing was changed."))
    return back(here, escalation, "settled")
