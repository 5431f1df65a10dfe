"""Sentences that the service says around the questions: saved, not understood, kept, closed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from conversations.events import Ignored, Noted, NotUnderstood
from conversations.given import Given
from conversations.prompt import label
from conversations.questionnaire import Questionnaire
from conversations.questions import Unclear
from conversations.text import Text, _

THANKS = _("Saved. Thank you.")
SKIPPED = _("– left out")
CORRECTED = _("Changed and saved. The earlier answer is kept too.")
KEPT = _("I have kept what you wrote; the study team can read it.")
NOBODY_NOW = _("Nobody looks at this straight away. In an emergency call 120.")


def saved(answer: Text) -> Text:
    """The mark of an answer that is committed."""
    return _("✓ {answer}", answer=answer)


def not_understood(questionnaire: Questionnaire, given: Given, event: NotUnderstood) -> list[Text]:
    """Why the words did not fit, and that they are kept."""
    item = questionnaire.item(event.item)
    unclear = item.ask(given).read(event.raw) if item else None
    return [unclear.says, KEPT] if isinstance(unclear, Unclear) else [KEPT]


def noted(given: Given, event: Noted) -> list[Text]:
    """An honest answer to what was not asked for."""
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
            return [_("That was already saved: {answer}.", answer=label(item.ask(given), value))]
        case "closed":
            return [
                _(
                    "This was for {date} and is closed. Nothing was changed. If it matters, tap “I have a problem”.",
                    date=given.facts.today,
                )
            ]
        case "new_plan":
            return [_("The doctor's plan has changed since. Please answer once more.")]
        case "stopped":
            return [_("First please read the message above. Then tap “Go on with the questions”.")]
        case "closing":
            return [_("This check-in closes soon and cannot be put off any more. Please answer it now.")]
        case "empty":
            return [_("Please tick at least one answer first.")]
        case "not_open":
            return [_("That question is not open now. Nothing was changed.")]
    return [_("That button does not belong here. Nothing was changed.")]


def postponed(until: datetime, zone: str) -> Text:
    """When it will be asked again."""
    return _("All right. I will ask again at {time}.", time=until.astimezone(ZoneInfo(zone)).time())
