"""A doctor enters a plan in the chat: typed, shown back in whole sentences, and only then prescribed.

What was shown back travels in the button itself, with the number of the plan that was in force: a plan that somebody
else entered meanwhile makes the button say so, and a second press changes nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from sqlmodel import col, select

from bot.body import Key
from bot.buttons import LIMIT, CommandButton, pack
from bot.facts import azathioprine_plan, steroid_plan
from bot.models import Participant, Plan
from bot.prescriptions import prescribe
from bot.record import Author, NotDone
from bot.staff_desk import Desk
from bot.summaries import dose_line
from conversations.drug_names import drug_name
from conversations.plan_check import Doubt, doubts, in_a_chat, most_mg
from conversations.plan_phrases import PlanPhrase, read_plan
from conversations.plans import plain
from conversations.prompt import dose_words
from conversations.schedule import local_day
from conversations.text import Listed, Text, _

WRITING = timedelta(minutes=15)
"""How long after `/plan CODE` the next typed words are the plan."""
TABLET_MG = {"prednisone": Decimal(5)}
"""The tablets that are meant where no plan of this drug says otherwise (content §2; to be confirmed)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that was shown back and not entered yet. `after`: the newest plan of this participant then (0: none)."""

    participant: int
    after: int
    phrase: PlanPhrase

    def packed(self) -> str:
        """In a few letters, for a button or the wait for a reason."""
        phrase = self.phrase
        doses = ",".join(plain(mg) for mg in phrase.doses)
        return f"{self.participant}.{self.after}.{phrase.drug}.{phrase.from_day:%Y%m%d}.{doses}"


def unpacked(text: str) -> Draft | None:
    """What `packed` made, or None."""
    parts = text.split(".", 4)
    if len(parts) != 5 or not all(part.isascii() and part.isdecimal() for part in (*parts[:2], parts[3])):
        return None
    try:
        doses = tuple(Decimal(mg) for mg in parts[4].split(","))
        day = date.fromisoformat(f"{parts[3][:4]}-{parts[3][4:6]}-{parts[3][6:]}")
    except (InvalidOperation, ValueError):
        return None
    return Draft(int(parts[0]), int(parts[1]), PlanPhrase(parts[2], doses, day))


def begin(desk: Desk, person: Participant, words: str) -> None:
    """`/plan CODE`, with the plan behind it or without."""
    assert person.id is not None
    if words:
        typed(desk, person, words)
        return
    desk.expect(f"plan:{person.id}", WRITING)
    desk.tell(*_now(desk, person), _how())


def typed(desk: Desk, person: Participant, words: str) -> None:
    """The words of a plan: shown back with what a doctor should look at again."""
    today = local_day(desk.now, person.zone)
    phrase = read_plan(words, today)
    assert person.id is not None
    if phrase is None:
        desk.expect(f"plan:{person.id}", WRITING)
        desk.tell(_("I could not read a dose and its first day in that. Nothing was entered."), _how())
        return
    if refusal := _refusal(phrase):
        desk.expect(f"plan:{person.id}", WRITING)
        desk.tell(refusal, _how())
        return
    draft = Draft(person.id, _newest(desk, person), phrase)
    found = in_a_chat(_doubts(desk, person, phrase))
    lines = [_("{code}: is this the new plan?", code=person.code), _line(desk, person, phrase), *_now(desk, person)]
    lines += [_("⚠️ {doubt}", doubt=doubt.text) for doubt in found]
    button = f"c:plan:{draft.packed()}"
    if any(doubt.needs_reason for doubt in found):
        desk.expect(f"why:{draft.packed()}", WRITING)
        ask = _("If it is meant so, write why: your next words are kept with the plan. /cancel to leave it.")
        desk.tell(*lines, ask)
    elif len(button.encode()) > LIMIT:
        desk.tell(_("That cycle is too long for the chat. Please ask the operator to enter it."))
    else:
        yes = Key(_("Yes, enter it"), button)
        desk.tell(*lines, rows=((yes,), (Key(_("No"), pack(CommandButton("cancel"))),)))


def pressed(desk: Desk, choice: str) -> None:
    """“Yes, enter it”."""
    draft = unpacked(choice)
    if draft is None:
        desk.not_known()
    else:
        confirmed(desk, draft)


def words(desk: Desk, id: str, text: str) -> None:
    """The words of a plan that was asked for."""
    person = desk.participant(id)
    if person is not None:
        typed(desk, person, text)


def reason(desk: Desk, packed: str, text: str) -> None:
    """Why a doubtful dose is meant so."""
    draft = unpacked(packed)
    if draft is not None:
        confirmed(desk, draft, text)


def confirmed(desk: Desk, draft: Draft, reason: str = "") -> None:
    """“Yes, enter it”, or the reason for a doubtful dose."""
    person = desk.session.exec(
        select(Participant).where(Participant.id == draft.participant).with_for_update(key_share=True)
    ).first()
    if person is None:
        desk.tell(_("That button does not belong here. Nothing was changed."))
        return
    if _newest(desk, person) != draft.after:
        since = _("A plan was entered for {code} since then. Nothing was changed.", code=person.code)
        desk.tell(since, *_now(desk, person))
        return
    phrase, author = draft.phrase, Author(desk.now, desk.staff.name, reason)
    line = _line(desk, person, phrase)
    try:
        with desk.session.begin_nested():
            tablet = _tablet(desk, person, phrase.drug)
            prescribe(desk.session, person.code, phrase.drug, phrase.doses, phrase.from_day, author, tablet)
    except NotDone:
        desk.tell(_("This plan cannot be entered as it is. Nothing was changed."), _how())
        return
    desk.tell(_("{code}: the new plan is entered.", code=person.code), line)


def _how() -> Text:
    return _(
        "Write the dose and its first day, for example: 25 mg from 10 March. Another drug: name it. Several doses, "
        "parted by commas, are a daily cycle. /cancel to leave it."
    )


def _refusal(phrase: PlanPhrase) -> Text | None:
    """What cannot be meant."""
    most = max(phrase.doses)
    limit = most_mg(phrase.drug)
    if most <= limit:
        return None
    drug = drug_name(phrase.drug)
    return _("{mg} mg of {drug} a day cannot be meant: at most {limit} mg.", mg=most, drug=drug, limit=limit)


def _doubts(desk: Desk, person: Participant, phrase: PlanPhrase) -> tuple[Doubt, ...]:
    """What a doctor should look at again."""
    return doubts(
        phrase.drug,
        phrase.doses,
        arm=person.arm,
        weight_kg=Decimal(person.weight_kg) if person.weight_kg else None,
        tpmt=person.tpmt,
        is_first=not any(plan.drug == phrase.drug for plan in _plans(desk, person)),
    )


def _plans(desk: Desk, person: Participant) -> list[Plan]:
    return list(desk.session.exec(select(Plan).where(Plan.participant_id == person.id).order_by(col(Plan.id))))


def _newest(desk: Desk, person: Participant) -> int:
    plans = _plans(desk, person)
    return plans[-1].id or 0 if plans else 0


def _tablet(desk: Desk, person: Participant, drug: str) -> Decimal | None:
    """The tablets of the plan of this drug that was entered last, else the usual ones."""
    known = [plan.tablet_mg for plan in _plans(desk, person) if plan.drug == drug and plan.tablet_mg]
    return Decimal(known[-1]) if known else TABLET_MG.get(drug)


def _line(desk: Desk, person: Participant, phrase: PlanPhrase) -> Text:
    """The plan in whole words, with the tablets of each dose where quarters of them are exact."""
    tablet = _tablet(desk, person, phrase.drug)
    doses = Listed(tuple(dose_words(mg, tablet) for mg in phrase.doses))
    drug = drug_name(phrase.drug)
    if len(phrase.doses) == 1:
        return _("{drug}: {doses} a day, from {date}", drug=drug, doses=doses, date=phrase.from_day)
    return _("{drug}: day by day {doses}, and again, from {date}", drug=drug, doses=doses, date=phrase.from_day)


def _now(desk: Desk, person: Participant) -> list[Text]:
    """What is in force today."""
    today = local_day(desk.now, person.zone)
    plans = _plans(desk, person)
    found = [*(steroid_plan(plans, today) or ()), *([aza] if (aza := azathioprine_plan(plans, today)) else [])]
    if not found:
        return [_("Until now no plan is entered.")]
    return [_("Now: {doses}", doses=Listed(tuple(dose_line(dose) for dose in found)))]
