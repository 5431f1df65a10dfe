"""One participant on a page: the summary, the course as a picture, what was written, and who that is, for a reason.

Who a participant is stands nowhere else. Every look at the number is recorded, with who looked, when and why.
"""

from collections.abc import Mapping

from sqlmodel import func, select
from starlette.requests import Request
from starlette.responses import Response

from bot.attachments import MEDIA, content_of
from bot.console.escalation_acts import LONGEST, MOST_ID
from bot.console.thread import HIDDEN, thread_with
from bot.console.visitor import Fields, Form, Missing, Visitor
from bot.languages import normalise
from bot.models import Attachment, Escalation, Identity, Participant, Staff
from bot.pictures import drawn
from bot.record import Author
from bot.reports.course import course_of
from bot.reports.summary import summary
from bot.roles import may
from bot.wording_staff import language_name
from bot.wording_templates import TEMPLATES
from bot.writing import write as write_to
from conversations.text import Text, _, verbatim

REASONS: dict[str, Text] = {
    "alarm": _("An open alarm"),
    "today": _("On today's list"),
    "regular": _("The regular call"),
    "asked": _("They asked to be called"),
    "other": _("Another reason"),
}
"""Why somebody looks at a number: one tap, kept with the look."""


def show(here: Visitor, request: Request, form: Form) -> Response:
    """The page, without who that is."""
    return _page(here, _person(here, request))


def number(here: Visitor, request: Request, form: Form) -> Response:
    """The same with the telephone numbers, this once."""
    person = _person(here, request)
    why = form.get("why", "")
    if why not in REASONS:
        return _page(here, person, 422, errors={"why": _("Please choose a reason first.")})
    Author(here.now, here.staff.name, why).record(here.session, "identity shown", "participant", person.id)
    return _page(here, person, identity=here.session.get(Identity, person.id))


def write(here: Visitor, request: Request, form: Form) -> Response:
    """Words to the participant, or a sentence that is said every day."""
    person = _person(here, request)
    words = normalise(form.get("words", "")).strip()
    chosen = TEMPLATES.get(form.get("template", ""))
    if chosen is None and not words:
        return _page(here, person, 422, errors={"words": _("Please write something first.")})
    if len(words) > LONGEST:
        too_long = _(
            "That is {count} characters; at most {most} go at once. Nothing was sent yet.",
            count=len(words),
            most=LONGEST,
        )
        return _page(here, person, 422, errors={"words": too_long}, typed={"words": words})
    if write_to(here.session, person, here.staff, chosen or verbatim(words), here.now) is None:
        error = _("Nothing reaches {code} here. Please phone.", code=person.code)
        return _page(here, person, 409, errors={"words": error}, typed={"words": words})
    return here.go(f"/participants/{person.code}", said="sent")


def picture(here: Visitor, request: Request, form: Form) -> Response:
    """The course as this reader may see it."""
    person = _person(here, request)
    figures = course_of(here.session, person, here.now, here.staff)
    if figures is None:
        raise Missing
    svg = drawn(figures, lambda text: here.site.words(text, here.staff.language)).svg()
    return Response(svg, media_type="image/svg+xml")


def file(here: Visitor, request: Request, form: Form) -> Response:
    """A photo or a voice message: a participant's for everybody on the staff, a doctor's for doctors."""
    id = request.path_params["id"]
    found = here.session.get(Attachment, id) if id < MOST_ID else None
    if found is None or found.state != "kept":
        raise Missing
    sender = here.session.get(Staff, found.staff_id) if found.staff_id else None
    if sender is not None and sender.role != "coordinator" and not may(here.staff, "read what is for doctors"):
        raise Missing
    return Response(content_of(found), media_type=MEDIA[found.form])


def _person(here: Visitor, request: Request) -> Participant:
    code = request.path_params["code"]
    found = here.session.exec(select(Participant).where(func.lower(Participant.code) == code.lower())).first()
    if found is None:
        raise Missing
    return found


def _page(
    here: Visitor,
    person: Participant,
    status: int = 200,
    *,
    identity: Identity | None = None,
    errors: Mapping[str, Text] | None = None,
    typed: Form | None = None,
) -> Response:
    figures = course_of(here.session, person, here.now, here.staff)
    alarm = here.session.exec(
        select(Escalation.id)
        .where(Escalation.participant_id == person.id, Escalation.phase != "closed")
        .where(Escalation.severity == "emergency")
    ).first()
    sent = _("Sent to {code}. The answer comes back here and to your phone.", code=person.code)
    return here.page(
        "console/person.html",
        status,
        here="participants",
        person=person,
        lines=summary(here.session, person, here.staff, here.now, figures),
        figures=figures,
        thread=thread_with(here.session, here.staff, person),
        hidden=HIDDEN,
        identity=identity,
        reasons=REASONS,
        preset="alarm" if alarm is not None else None,
        templates=[(code, text, here.site.words(text, person.language)) for code, text in TEMPLATES.items()],
        reads=language_name(person.language),
        errors=Fields(errors or {}),
        typed=Fields(typed or {}),
        note=sent if here.query.get("said") == "sent" else None,
    )
