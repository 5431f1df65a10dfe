"""What a person sees of the open question: its words and its buttons, before they have a language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from conversations.doses import tablets_for
from conversations.events import Answered, Corrected, Turned
from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire, before, is_over
from conversations.questions import NONE, Choice, Choices, Clock, Count, Dose, Measure, Option, Question, Scale
from conversations.text import Listed, Text, _, verbatim

BACK, LATER, SKIP, DONE = "~back", "~later", "~skip", "~done"
RIGHT, ANEW, CHANGE, KEEP, GO_ON, REVISIT = "~right", "~anew", "~change", "~keep", "~go_on", "~revisit"
SCREEN = "~screen"
SCREENS = (f"{SCREEN}0", f"{SCREEN}1")
"""Codes of the controls. They begin with `~`, which no option code does; `~screen1` turns a list."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its label, the code it sends, whether it is ticked, and whether it is a mere control."""

    label: Text
    code: str
    ticked: bool = False
    control: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question as shown: rows of buttons, and where typing is expected what kind."""

    item: str
    words: Text
    rows: tuple[tuple[Button, ...], ...]
    typing: str = ""


GO_ON_ROWS = ((Button(_("Go on with the questions"), GO_ON),),)


def prompt(questionnaire: Questionnaire, item: Item, given: Given) -> Prompt:
    """The open question with its buttons and, last, the small controls."""
    question = item.ask(given)
    if given.proposal and given.proposal.item == item.id:
        return _shown_back(question, given)
    rows = _rows(question, given)
    controls = tuple(
        Button(option.label, option.code, control=True) for option in controls_of(questionnaire, item, given)
    )
    return Prompt(item.id, question.text, rows + ((controls,) if controls else ()), typing=_typing(question))


def controls_of(questionnaire: Questionnaire, item: Item, given: Given) -> tuple[Option, ...]:
    """Back, later and skip, each only where it leads somewhere and no answer says the same."""
    controls = []
    if before(questionnaire, item, given) is not None:
        controls.append(Option(BACK, _("Back")))
    if questionnaire.pausable and not is_over(given) and not _offers_later(item.ask(given)):
        controls.append(Option(LATER, _("In 2 hours")))
    if item.skippable:
        controls.append(Option(SKIP, _("Rather not say") if item.safety else _("Skip")))
    return tuple(controls)


def _offers_later(question: Question) -> bool:
    return isinstance(question, Choice) and any(option.code == "later" for option in question.options)


def label(question: Question, value: str) -> Text:
    """A stored value in the words of its question: what the participant saw, or what they wrote."""
    match question:
        case Choice() | Choices():
            labels = [o.label for code in value.split("|") for o in question.options if o.code == code]
            return labels[0] if len(labels) == 1 else _joined(labels, value)
        case Count(unknown=Option() as unknown) | Measure(unknown=Option() as unknown) if value == unknown.code:
            return unknown.label
        case Measure(unit=unit):
            return _("{number} {unit}", number=Decimal(value), unit=unit)
        case Dose():
            return dose_words(Decimal(value), question.tablet_mg)
        case _:
            return verbatim(value)


def dose_words(mg: Decimal, tablet_mg: Decimal | None) -> Text:
    """A dose, mg always; tablets only where quarters of a tablet are exact."""
    tablets = tablets_for(mg, tablet_mg) if tablet_mg else None
    if tablets and tablets == 1:
        return _("1 tablet, {mg} mg in all", mg=mg)
    return _("{tablets} tablets, {mg} mg in all", tablets=tablets, mg=mg) if tablets else _("{mg} mg in all", mg=mg)


def _joined(labels: list[Text], value: str) -> Text:
    return _("{items}", items=Listed(tuple(labels))) if labels else verbatim(value)


def _shown_back(question: Question, given: Given) -> Prompt:
    proposal = given.proposal
    assert proposal is not None
    new = label(question, proposal.value)
    if proposal.why == "dose":
        rows = ((Button(_("Yes, that is right"), RIGHT),), (Button(_("No, I write it again"), ANEW),))
        return Prompt(question.id, _("{dose}. Is that right?", dose=new), rows, typing=_typing(question))
    old = label(question, settled_value(given, question.id))
    rows = ((Button(_("Yes, change it"), CHANGE),), (Button(_("No, leave it"), KEEP),))
    return Prompt(question.id, _("You answered “{old}”. Change it to “{new}”?", old=old, new=new), rows)


def settled_value(given: Given, item: str) -> str:
    """The answer as it was last given for good, without ticks that are being changed."""
    settled = given.settled.get(item)
    return settled.value if isinstance(settled, Answered | Corrected) else given.answers.get(item, "")


def _rows(question: Question, given: Given) -> tuple[tuple[Button, ...], ...]:
    match question:
        case Choice() | Choices():
            return _screen(question, given)
        case Scale():
            return _grid([Button(verbatim(str(n)), str(n)) for n in range(11)], 6)
        case Count(buttons=numbers, unknown=unknown):
            return _grid([Button(verbatim(str(n)), str(n)) for n in numbers], 4) + _unknown(unknown)
        case Measure(unknown=unknown):
            return _unknown(unknown)
        case Clock(buttons=times):
            return _grid([Button(verbatim(f"{at:%H:%M}"), f"{at:%H:%M}") for at in times], 4)
        case Dose(tablet_mg=Decimal() as strength):
            return _grid([Button(_tablets(n), format((n * strength).normalize(), "f")) for n in range(1, 11)], 3)
        case _:
            return ()


def _screen(question: Choice | Choices, given: Given) -> tuple[tuple[Button, ...], ...]:
    screens = question.screens
    turned = [e.screen for e in given.log if isinstance(e, Turned) and e.item == question.id]
    shown = min(turned[-1] if turned else 0, len(screens) - 1)
    ticked = set((given.answers.get(question.id) or "").split("|")) if isinstance(question, Choices) else set()
    rows = [(Button(o.label, o.code, ticked=o.code in ticked and o.code != NONE),) for o in screens[shown]]
    if shown + 1 < len(screens):
        return (
            *rows,
            (Button(_("More ({page} of {pages})", page=shown + 2, pages=len(screens)), f"{SCREEN}{shown + 1}"),),
        )
    if shown:
        rows.append((Button(_("Earlier page"), f"{SCREEN}{shown - 1}", control=True),))
    if ticked - {"", NONE}:
        rows.append((Button(_("Done"), DONE),))
    return tuple(rows)


def _tablets(count: int) -> Text:
    return _("1 tablet") if count == 1 else _("{count} tablets", count=count)


def _unknown(option: Option | None) -> tuple[tuple[Button, ...], ...]:
    return ((Button(option.label, option.code),),) if option else ()


def _grid(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def _typing(question: Question) -> str:
    match question:
        case Choice() | Choices():
            return ""
        case Count() | Scale() | Measure():
            return "number"
        case _:
            return "words"
