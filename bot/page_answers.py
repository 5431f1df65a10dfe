"""The part of a page that quotes the participant: what was asked and answered, in their words and the reader's, and
what they were told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.facts import log_of
from bot.models import CheckIn, Concern, Escalation, Participant, Staff
from bot.roles import may
from bot.stored import facts_from_json
from bot.waking import UNANSWERED_EMERGENCY
from conversations import advice
from conversations.events import Advised, Answered, Asked, Corrected, Noted, NotUnderstood
from conversations.given import Given
from conversations.numbers import read_number
from conversations.prompt import label
from conversations.questionnaire import Item, Questionnaire
from conversations.questionnaires import questionnaire_of
from conversations.questions import Dose, Words
from conversations.rules import rule_of
from conversations.text import Listed, Quoted, Text, _, verbatim

TOLD = {
    "M-E": _("Told at {time}: call 120."),
    "M-S": _("Told at {time}: do not stay alone; 12356, 120 or 110."),
    "M-U": _("Told at {time}: a doctor phones as soon as possible; after 2 hours ring the study phone."),
    "M-U2": _("Told at {time}: the team makes contact within 24 hours."),
    "M-R": _("Told at {time}: the team looks at it by the next working day."),
    "M-Q": _("Told at {time}: the question goes to the team."),
    "private": _("Told at {time}: what to do now."),
}
HIDDEN = _("answered (for doctors)")
FORMS = {
    "photo": _("a photo"),
    "voice": _("a voice message"),
    "sticker": _("a sticker"),
    "file": _("a file"),
    "other": _("something the program cannot read"),
}
OWN_WORDS = (Words, Dose)
"""Kinds of question at which what was typed can say more than the answer that was read from it."""
LONGEST_QUOTE = 600
"""Characters of one text that a page quotes; the whole of it is kept."""


@dataclass(frozen=True)
class Seen:
    """A check-in that a page speaks of: what was asked in it, what came back, and which rules it met."""

    check_in: CheckIn
    questionnaire: Questionnaire
    given: Given
    rules: tuple[str, ...]

    def hides(self, id: str, person: Staff) -> bool:
        """Whether the answers of this item are not for this member of staff."""
        item = self.questionnaire.item(id)
        return item is not None and item.audience == "doctors" and not may(person, "read what is for doctors")

    def private(self, person: Staff) -> list[str]:
        """The rules that an answer met which is not for this member of staff: their very names would tell it."""
        answered = {id for id in self.given.answers if self.hides(id, person)}
        return [rule for rule in self.rules if answered & set(rule_of(rule).items)]


def seen(session: Session, check_in: CheckIn, concerns: Sequence[Concern]) -> Seen:
    """Read a check-in for a page."""
    rules = tuple(concern.rule for concern in concerns if concern.check_in_id == check_in.id)
    log = log_of(session, check_in)
    given = Given(facts_from_json(check_in.facts), log, log[-1].at if log else check_in.opened_at)
    return Seen(check_in, questionnaire_of(check_in.questionnaire, check_in.version), given, rules)


def what_was_said(one: Seen, participant: Participant, person: Staff, now: datetime) -> list[Text]:
    """The answers that the rules read, in the words the participant saw and in the reader's language; then what they
    wrote themselves."""
    asked = {event.item for event in one.given.log if isinstance(event, Asked)}
    wanted = [one.check_in.about] if one.check_in.questionnaire == "follow_up" else []
    wanted += [item for rule in one.rules for item in rule_of(rule).items]
    says: list[Text] = []
    shown: list[str] = []
    for id in dict.fromkeys(wanted):
        item = one.questionnaire.item(id)
        if item is None:
            continue
        if one.given.value(id) is not None:
            shown.append(id)
            says += _answer_lines(one, item, participant.language, person)
        elif id in asked and id not in one.given.settled:
            says.append(_no_answer(one, item, participant, now))
    return says + _words(one, shown, person)


def _answer_lines(one: Seen, item: Item, language: str, person: Staff) -> Iterator[Text]:
    question, value = item.ask(one.given), one.given.value(item.id)
    answer = HIDDEN if one.hides(item.id, person) else label(question, value or "")
    if isinstance(question, Words):
        yield _("“{question}”: “{answer}”", question=question.text, answer=_cut(value or ""))
        return
    yield _("“{question}”: {answer}", question=Quoted(question.text, language), answer=Quoted(answer, language))
    if person.language != language:
        yield _("= {question} {answer}", question=question.text, answer=answer)


def _no_answer(one: Seen, item: Item, participant: Participant, now: datetime) -> Text:
    begun = one.check_in.begun_at or one.check_in.opened_at
    local = begun.astimezone(ZoneInfo(participant.zone))
    if one.check_in.about in ("f_e", "f_safe") and now - begun < UNANSWERED_EMERGENCY:
        return _("“{question}”: asked at {time}, no answer yet", question=item.ask(one.given).text, time=local)
    return _("“{question}”: no answer, asked at {time}", question=item.ask(one.given).text, time=local)


def _words(one: Seen, shown: Sequence[str], person: Staff) -> list[Text]:
    """Everything written in words in this check-in that is not among the answers above, and what was sent besides."""
    written: list[str] = []
    sent = [event.form for event in one.given.log if isinstance(event, Noted) and event.form in FORMS]
    for event in one.given.log:
        match event:
            case Noted(raw=raw) if raw:
                written.append(raw)
            case NotUnderstood(item=id, raw=raw) if raw and not one.hides(id, person):
                if read_number(raw) is None:  # a bare number says nothing without its question
                    written.append(raw)
            case Answered(item=id, raw=raw) | Corrected(item=id, raw=raw) if raw and id not in shown:
                if _says_more(one, id) and not one.hides(id, person):
                    written.append(raw)
            case _:
                pass
    besides = (
        [_("They sent: {forms}", forms=Listed(tuple(FORMS[form] for form in dict.fromkeys(sent))))] if sent else []
    )
    return besides + [_("In their own words: “{words}”", words=_cut(words)) for words in dict.fromkeys(written)]


def _says_more(one: Seen, id: str) -> bool:
    """Whether what was typed there can hold more than the answer that was read from it."""
    item = one.questionnaire.item(id)
    return item is None or not item.when(one.given) or isinstance(item.ask(one.given), OWN_WORDS)


def _cut(words: str) -> Text:
    return verbatim(words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE] + "…")


def told(all_seen: Sequence[Seen], escalation: Escalation, zone: str, person: Staff) -> Iterator[Text]:
    """What the participant was told to do, and when."""
    said = False
    for one in all_seen:
        log = one.given.log
        for place, event in enumerate(log):
            if not isinstance(event, Advised):
                continue
            then = Given(one.given.facts, log[: place + 1], event.at)
            rules = [rule for rule in one.questionnaire.rules if rule.id in event.rules]
            message = advice.message_said(event.message, rules, then)
            if message == "M-S" and one.private(person):
                message = "private"
            if message in TOLD:
                said = True
                yield Text(TOLD[message].id, (("time", event.at.astimezone(ZoneInfo(zone))),))
    if escalation.told_late_at is not None:
        at = escalation.told_late_at.astimezone(ZoneInfo(zone))
        yield _("Told at {time}: nobody has reached them yet; ring the study phone.", time=at)
    elif not said and escalation.severity != "review" and escalation.phase != "closed":
        yield _("Still answering; told what to do at the end, or after 10 minutes.")
