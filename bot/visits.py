"""Visits, injections, tests and calls: planned for a day, moved to another hour, and marked as done."""

from dataclasses import astuple, dataclass
from datetime import date, time
from decimal import Decimal

from sqlmodel import Session, col, select

from bot.enrolment import participant_of
from bot.models import Participant, Visit
from bot.record import Author, NotDone
from conversations import trial
from conversations.doses import OVERDOSE_STEROID_MG, prednisone_equivalent
from conversations.facts import AZATHIOPRINE
from conversations.plans import plain
from conversations.schedule import local_day

KINDS = ("injection", "clinic", "dsg", "blood", "hbv", "phone")
MOST_INJECTED_MG = Decimal(5000)
MOST_VIALS = 20
MOST_PREMEDICATION_MG = 5 * OVERDOSE_STEROID_MG
"""mg of prednisone-equivalent before an injection above which a number is a slip of the pen. To confirm."""
FAR_YEARS = 5
"""A visit further from today than this is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was injected: mg, vials, the lot's number, by whom; and the steroid given before it, in mg of that drug."""

    dose_mg: Decimal | None = None
    lot: str | None = None
    given_by: str | None = None
    vials: int | None = None
    premed_drug: str | None = None
    premed_mg: Decimal | None = None

    def __bool__(self) -> bool:
        return any(part is not None for part in astuple(self))


def enter_visit(
    session: Session,
    code: str,
    kind: str,
    day: date,
    author: Author,
    *,
    hour: time | None = None,
    done: bool = False,
    given: Given | None = None,
) -> Visit:
    """A visit of this kind on this day: planned, or, if there is one already, brought up to date. Raises NotDone."""
    participant, given = participant_of(session, code), given or Given()
    _check(participant, kind, day, done, given, author)
    visit = session.exec(
        select(Visit)
        .where(Visit.participant_id == participant.id, Visit.kind == kind, Visit.day == day)
        .order_by(col(Visit.id).desc())
    ).first()
    if visit is None:
        assert participant.id is not None
        visit = Visit(
            participant_id=participant.id, kind=kind, day=day, hour=hour, entered_at=author.now, entered_by=author.by
        )
        session.add(visit)
    elif hour is not None and hour != visit.hour:
        visit.hour, visit.version = hour, visit.version + 1
    visit.done = visit.done or done
    _keep(visit, given)
    session.flush()
    what = f"{kind} on {day}{f' at {hour:%H:%M}' if hour else ''}{', done' if done else ''}"
    author.record(session, "visit", "participant", participant.id, what)
    return visit


def _keep(visit: Visit, given: Given) -> None:
    """What is said now takes the place of what was said before; what is not said stays."""
    said: dict[str, object] = {
        "dose_mg": plain(given.dose_mg) if given.dose_mg is not None else None,
        "vials": given.vials,
        "lot": given.lot,
        "given_by": given.given_by,
        "premed_drug": given.premed_drug,
        "premed_mg": plain(given.premed_mg) if given.premed_mg is not None else None,
    }
    for name, value in said.items():
        if value is not None:
            setattr(visit, name, value)


def _check(participant: Participant, kind: str, day: date, done: bool, given: Given, author: Author) -> None:
    """Raises NotDone with the first thing that is wrong."""
    today = local_day(author.now, participant.zone)
    if kind not in KINDS:
        raise NotDone(f"the kind must be {', '.join(KINDS)}")
    if abs(day.year - today.year) > FAR_YEARS:
        raise NotDone(f"the date {day} is more than {FAR_YEARS} years away")
    if done and day > today:
        raise NotDone(f"{day} has not come yet: it cannot be done")
    if given and kind != "injection":
        raise NotDone("dose, vials, lot, who gave it and premedication belong to an injection")
    if kind == "injection" and participant.arm == AZATHIOPRINE:
        raise NotDone(f"{participant.code}: nothing is injected in the azathioprine arm")
    if given.dose_mg is not None and not (given.dose_mg.is_finite() and 0 < given.dose_mg <= MOST_INJECTED_MG):
        raise NotDone(f"an injected dose is more than 0 and at most {MOST_INJECTED_MG} mg")
    if given.vials is not None and not 1 <= given.vials <= MOST_VIALS:
        raise NotDone(f"an injection takes 1 to {MOST_VIALS} vials")
    _check_premedication(given)
    for words in (given.lot, given.given_by):
        if words is not None and not (words.strip() and len(words) <= 100 and words.isprintable()):
            raise NotDone("a lot and a name have 1 to 100 letters, on one line")


def _check_premedication(given: Given) -> None:
    """Raises NotDone for a steroid without mg, mg without a steroid, or what is none."""
    if (given.premed_drug is None) != (given.premed_mg is None):
        raise NotDone("premedication is a steroid and its mg: give both")
    if given.premed_drug is None or given.premed_mg is None:
        return
    if given.premed_drug not in trial.STEROIDS:
        raise NotDone(f"the steroid must be {', '.join(trial.STEROIDS)}")
    mg = given.premed_mg
    if not (mg.is_finite() and mg > 0 and mg == round(mg, 3)):
        raise NotDone("the premedication is more than 0 mg, with at most three decimals")
    if (prednisone_equivalent(given.premed_drug, mg) or mg) > MOST_PREMEDICATION_MG:
        raise NotDone(f"premedication above {MOST_PREMEDICATION_MG} mg of prednisone cannot be meant")
