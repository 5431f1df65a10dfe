"""Participants: the list, adding one, a new invite, and recording an allocation that was made elsewhere.

A coordinator adds without the arm, so that nobody who phones participants has to know it; an investigator records it.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response

from bot import enrolment
from bot.console.candidate_form import FIELDS, read, typed_in
from bot.console.day import MAY_ADD
from bot.console.invite_page import sealed
from bot.console.visitor import NOTES, Fields, Form, Visitor
from bot.models import Invite, Participant
from bot.record import Author, NotDone
from bot.roles import ROLES
from bot.summaries import ARMS
from bot.wording_staff import STATUSES
from conversations import trial
from conversations.schedule import local_day
from conversations.text import Text, _

MAY_ALLOCATE = tuple(sorted(ROLES["allocate"]))


@dataclass(frozen=True, slots=True)
class Person:
    """A participant in the list. No arm, and nothing that says who it is."""

    code: str
    status: Text
    is_candidate: bool
    may_invite: bool
    agreed: date | None
    heard: date | None
    invited_until: date | None


def show(here: Visitor, request: Request, form: Form) -> Response:
    """Everybody, by code."""
    return _list(here)


def blank(here: Visitor, request: Request, form: Form) -> Response:
    """An empty form."""
    usual = {"language": "zh", "hour": f"{trial.DEFAULT_HOUR:%H:%M}", "zone": here.site.settings.study_timezone}
    return _form(here, dict.fromkeys(FIELDS, "") | usual, {})


def add(here: Visitor, request: Request, form: Form) -> Response:
    """The participant is entered, and the invite is shown; or the form comes back with what is to be mended."""
    typed, zone = typed_in(form), here.site.settings.study_timezone
    this_year = local_day(here.now, zone).year
    candidate, errors = read(typed, this_year, zone, with_arm=here.staff.role in MAY_ALLOCATE)
    if candidate is None:
        return _form(here, typed, errors, 422)
    known = here.session.exec(select(Participant.id).where(Participant.code == candidate.code)).first()
    if known is not None:
        return _form(here, typed, {"code": _("There is a participant with this code already.")}, 422)
    try:
        with here.session.begin_nested():
            person, payload = enrolment.enrol(here.session, candidate, Author(here.now, here.staff.name))
    except NotDone:
        return _form(here, typed, {"": _("This could not be entered. Please check every field.")}, 422)
    return here.go(f"/invites/{sealed(person, payload, here.now)}")


def invite(here: Visitor, request: Request, form: Form) -> Response:
    """A new invite; older ones and the old page link no longer work."""
    try:
        with here.session.begin_nested():
            author = Author(here.now, here.staff.name)
            person, payload = enrolment.invite(here.session, request.path_params["code"], author)
    except NotDone:
        return _list(here, 409, note=_("This participant cannot be invited. Nothing was changed."))
    return here.go(f"/invites/{sealed(person, payload, here.now)}")


def allocate(here: Visitor, request: Request, form: Form) -> Response:
    """The arm and the start of a candidate, as they were decided elsewhere."""
    code = request.path_params["code"]
    try:
        start = date.fromisoformat(form.get("start", ""))
        with here.session.begin_nested():
            enrolment.allocate(here.session, code, form.get("arm", ""), start, Author(here.now, here.staff.name))
    except (NotDone, ValueError):
        wanted = _("{code}: choose an arm and a start (not far from today). Nothing was saved.", code=code)
        return _list(here, 422, note=wanted, typed={"code": code, **form})
    return here.go("/participants", said="allocated", code=code)


def _list(here: Visitor, status: int = 200, *, note: Text | None = None, typed: Form | None = None) -> Response:
    people = here.session.exec(select(Participant).order_by(col(Participant.code))).all()
    said = NOTES["allocated"] if here.query.get("said") == "allocated" else None
    if said is not None:
        said = Text(said.id, (("code", here.query.get("code", "")[:20]),))
    return here.page(
        "console/participants.html",
        status,
        here="participants",
        people=[_person(here, person) for person in people],
        may_add=here.staff.role in MAY_ADD,
        may_allocate=here.staff.role in MAY_ALLOCATE,
        arms=trial.ARMS if here.staff.role in MAY_ALLOCATE else (),
        arm_names=ARMS,
        note=note or said,
        typed=Fields(typed or {}),
    )


def _person(here: Visitor, person: Participant) -> Person:
    until = here.session.exec(
        select(Invite.expires_at)
        .where(Invite.participant_id == person.id, col(Invite.used_at).is_(None), Invite.expires_at > here.now)
        .order_by(col(Invite.id).desc())
    ).first()
    return Person(
        person.code,
        STATUSES[person.status],
        person.arm is None and person.status == "candidate",
        person.status not in enrolment.LEFT,
        local_day(person.agreed_at, person.zone) if person.agreed_at else None,
        local_day(person.heard_at, person.zone) if person.heard_at else None,
        local_day(until, person.zone) if until else None,
    )


def _form(here: Visitor, typed: Form, errors: dict[str, Text], status: int = 200) -> Response:
    return here.page(
        "console/add.html",
        status,
        here="participants",
        typed=Fields(typed),
        errors=Fields(errors),
        with_arm=here.staff.role in MAY_ALLOCATE,
        arms=trial.ARMS,
        arm_names=ARMS,
    )
