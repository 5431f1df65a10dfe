"""Sentences that the service says around the questions: saved, not understood, kept, closed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from conversations.conversation import DOSE_TRIES
from conversations.events import Corrected, Ignored, Noted, NotUnderstood
from conversations.given import Given
from conversations.prompt import label
from conversations.questionnaire import Questionnaire, is_stopped
from conversations.questions import Dose, Question, Unclear, Words
from conversations.text import Text, _, verbatim

THANKS = _("Saved. Thank you.")
SKIPPED = _("– left out")
KEPT = _("I have kept what you wrote; the study team can read it.")
NOBODY_NOW = _("Nobody looks at this straight away. In an emergency call 120.")
DO_NOT_WAIT = _("Do not wait for an answer here: do now what the message above says. In an emergency call 120.")
LEFT_UNCLEAR = _("I could not read the amount, so I go on. I have kept your words, and the study team will ask you.")
LONGEST = 200
"""Characters of somebody's own words that are shown back; all of them are kept."""


def shown(question: Question, value: str) -> Text:
    """An answer in the words of its question; long words of one's own are cut."""
    if isinstance(question, Words) and len(value) > LONGEST:
        return verbatim(value[:LONGEST] + "…")
    return label(question, value)


def corrected(questionnaire: Questionnaire, given: Given, event: Corrected) -> Text:
    """That the change is saved, with the new answer, so that nobody has to look for it."""
    item = questionnaire.item(event.item)
    assert item is not None
    answer = shown(item.ask(given), event.value)
    return _("Changed and saved: {answer}. The earlier answer is kept too.", answer=answer)


def saved(answer: Text) -> Text:
    """The mark of an answer that is committed."""
    return _("✓ {answer}", answer=answer)


def not_understood(questionnaire: Questionnaire, given: Given, event: NotUnderstood) -> list[Text]:
    """Why the words did not fit, and that they are kept."""
    item = questionnaire.item(event.item)
    question = item.ask(given) if item else None
    unclear = question.read(event.raw) if question else None
    tries = sum(isinstance(e, NotUnderstood) and e.item == event.item for e in given.log)
    if isinstance(question, Dose) and tries >= DOSE_TRIES:
        return [LEFT_UNCLEAR]
    return [unclear.says, KEPT] if isinstance(unclear, Unclear) else [KEPT]


def noted(given: Given, event: Noted) -> list[Text]:
    """An honest answer to what was not asked for."""
    if is_stopped(given):
        return [KEPT, DO_NOT_WAIT]
    if event.form == "words":
        return [KEPT, NOBODY_NOW]
    if event.form == "edit":
        return [_("You changed an earlier message. Both are kept. To change an answer, use /history."), NOBODY_NOW]
    by = given.facts.review_by or given.facts.today
    return [_("Received. The program cannot understand it; a person will, by {date}.", date=by), NOBODY_NOW]


def ignored(questionnaire: Questionnaire, given: Given, event: Ignored) -> list[Text]:
    """What happened to a button that no longer fits: nothing was changed, and why."""
    match event.reason:
        case "same":
            item, value = questionnaire.item(event.item), given.answers.get(event.item)
            if item is None or value is None:
                return [_("That was already saved.")]
            return [_("That was already saved: {answer}.", answer=shown(item.ask(given), value))]
        case "closed":
            return [
                _(
                    "This was for {date} and is closed. Nothing was changed. If it matters, tap “I have a problem”.",
                    date=given.facts.today,
                )
            ]
        case "new_plan":
            return [_("The doctor's plan has changed since. Please answer once more.")]
        case "older":
            return [_("That button belongs to an earlier message. Nothing was changed. Please answer here:")]
        case "closing":
            return [_("This check-in closes soon and cannot be put off any more. Please answer it now.")]
        case "empty":
            return [_("Please tick at least one answer first.")]
        case "not_open":
            return [_("That question is not open now. Nothing was changed.")]
    return [_("That button does not belong here. Nothing was changed.")]


def postponed(until: datetime, now: datetime, zone: str) -> Text:
    """When it will be asked again."""
    local, today = until.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    if local.date() == today:
        return _("All right. I will ask again at {time}.", time=local.time())
    return _("All right. I will ask again on {date} at {time}.", date=local.date(), time=local.time())
