"""One turn of a check-in: what was there, what a person said (or the clock), what follows from it.

`begin`, `reply`, `overdue` and `expire` take a questionnaire, its facts, its log and `now`, and return
the events that this turn adds. They never act, never raise on anything a person can send, and keep
every word that was written. Rules are judged here, at each answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations import prompt as buttons
from conversations.advice import ORDER, message_of
from conversations.escalation import Severity
from conversations.events import (
    Advised,
    Answered,
    Asked,
    Completed,
    ConcernRaised,
    Corrected,
    Event,
    Expired,
    Ignored,
    Led,
    Log,
    Noted,
    NotUnderstood,
    Picked,
    Postponed,
    Proposed,
    Resumed,
    Revisited,
    Skipped,
    Turned,
    Withdrawn,
)
from conversations.facts import Facts
from conversations.given import Given
from conversations.numbers import read_pair
from conversations.questionnaire import Item, Questionnaire, before, is_over, is_stopped, open_item, revisited
from conversations.questions import NONE, Choice, Choices, Count, Dose, Question, Unclear
from conversations.rule import raised_milder, severity_now

GRACE = timedelta(hours=48)
"""How long after its window a check-in may still be answered (late) or changed."""

LATER = timedelta(hours=2)
"""How long “in 2 hours” puts off."""

LAST_CALL = timedelta(minutes=30)
"""A check-in is never put off beyond this long before its window closes."""

SILENCE = timedelta(minutes=10)
"""After so much silence a person is told what follows from urgent and review answers given so far."""

DOSE_TRIES = 2
"""After so many unreadable doses the question is left, and the dose counts as unknown (rule R01)."""

EDITED = "participant edit"
"""The reason of a correction that came as an edit of an earlier message."""

URGENT_LINES = 3
"""At most so many extra lines follow the one message of the highest class (§4, “When shown”)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person sent. From a button: its item and option, and which asking of it (`ask`, from 1).
    Typed: `text`. Anything else: its `form` (photo, voice, sticker …) with its caption as `text`."""

    text: str = ""
    item: str | None = None
    option: str | None = None
    ask: int | None = None
    form: str = ""


def begin(questionnaire: Questionnaire, facts: Facts, log: Log, now: datetime) -> list[Event]:
    """Put the open question: at the start, after it was put off, and when it must be shown again."""
    given = Given(facts, log, now)
    ended = any(isinstance(event, Expired) for event in log)
    if ended or (is_over(given) and open_item(questionnaire, given) is None):
        return []
    return _next(questionnaire, facts, log, [], now)


def reply(questionnaire: Questionnaire, facts: Facts, log: Log, said: Reply, now: datetime) -> list[Event]:
    """What follows from what a person said. Never raises; never empty."""
    given = Given(facts, log, now)
    if now > facts.closes_at + GRACE:
        return (
            [Ignored(now, said.item or "", said.option or "", "closed")]
            if said.option
            else _note(questionnaire, given, said)
        )
    if said.form:
        return _note(questionnaire, given, said)
    if said.option == buttons.GO_ON:
        resumed: list[Event] = [Resumed(now)] if is_stopped(given) else []
        return _next(questionnaire, facts, log, resumed, now) or [
            Ignored(now, said.item or "", buttons.GO_ON, "not_open")
        ]
    if said.option is not None:
        return _pressed(questionnaire, given, said)
    return _typed(questionnaire, given, said)


def amend(questionnaire: Questionnaire, facts: Facts, log: Log, said: Reply, now: datetime) -> list[Event]:
    """The person rewrote the message with which they had answered `said.item`, or had tried to: what it says now is
    a correction. Words that do not fit are kept, and the earlier answer stands."""
    given, item = Given(facts, log, now), questionnaire.item(said.item or "")
    kept = replace(said, form="edit", option=None)
    if now > facts.closes_at + GRACE:
        return _note(questionnaire, given, kept)
    if item is None or not item.when(given):
        return note(questionnaire, facts, log, kept, now)
    current, question = open_item(questionnaire, given), item.ask(given)
    if current is not None and current.id == item.id and not is_stopped(given):
        return _pressed(questionnaire, given, said) if said.option else _typed(questionnaire, given, said)
    value = question.read(said.text) if said.option is None else question.accepts(said.option)
    if item.id not in given.settled or isinstance(value, Unclear) or value in (given.answers.get(item.id), "later"):
        return note(questionnaire, facts, log, kept, now)
    if isinstance(question, Dose):
        return [Proposed(now, item.id, value, "change", said.text), *_asked(item, given)]
    return _answer(questionnaire, given, item, value, said.text, EDITED)


def overdue(questionnaire: Questionnaire, facts: Facts, log: Log, now: datetime) -> list[Event]:
    """What follows from time alone: rules that wait for an answer, and the message after a silence."""
    events = judge(questionnaire, facts, log, [], now)
    if any(isinstance(event, ConcernRaised) and event.severity == "emergency" for event in events):
        return events
    last = max((event.at for event in log), default=now)
    if now - last >= SILENCE:
        events += _advice(questionnaire, Given(facts, (*log, *events), now))
    return events


def expire(questionnaire: Questionnaire, facts: Facts, log: Log, now: datetime) -> list[Event]:
    """The window and its grace have ended; what was answered stays and counts."""
    given = Given(facts, log, now)
    return [] if is_over(given) else [*_advice(questionnaire, given), Expired(now)]


def note(questionnaire: Questionnaire, facts: Facts, log: Log, said: Reply, now: datetime) -> list[Event]:
    """Keep what no question asked for, judge its words, and put the open question again."""
    return _next(questionnaire, facts, log, [Noted(now, said.text, said.form or "words")], now)


def _note(questionnaire: Questionnaire, given: Given, said: Reply) -> list[Event]:
    """Keep what does not belong to a question, and judge its words."""
    noted: list[Event] = [Noted(given.now, said.text, said.form or "words")]
    return judge(questionnaire, given.facts, given.log, noted, given.now)


def _typed(questionnaire: Questionnaire, given: Given, said: Reply) -> list[Event]:
    current = open_item(questionnaire, given)
    if current is None or is_stopped(given):
        return _note(questionnaire, given, said)
    question = current.ask(given)
    if isinstance(question, Count) and (both := _both(questionnaire, given, question, said.text)):
        return _next(questionnaire, given.facts, given.log, both, given.now)
    value = question.read(said.text)
    if isinstance(value, Unclear) and (number := _bare_number(given, question)):
        together = question.read(f"{number} {said.text}")
        value = value if isinstance(together, Unclear) else together
    if isinstance(value, Unclear):
        return _not_understood(questionnaire, given, question, said.text, value.reason)
    if isinstance(question, Dose):
        proposed: list[Event] = [Proposed(given.now, current.id, value, "dose", said.text)]
        return judge(questionnaire, given.facts, given.log, proposed, given.now) + _asked(current, given)
    return _answer(questionnaire, given, current, value, said.text)


def _both(questionnaire: Questionnaire, given: Given, question: Count, text: str) -> list[Event]:
    """Two numbers written at once, like 130/80, where two questions ask for them one by one."""
    pair, two = questionnaire.item(question.pair) if question.pair else None, read_pair(text)
    if pair is None or two is None or question.id in given.settled or isinstance(question.read(two[0]), Unclear):
        return []
    first = Answered(given.now, question.id, two[0], text)
    second = pair.ask(Given(given.facts, (*given.log, first), given.now)).read(two[1])
    return [] if isinstance(second, Unclear) else [first, Answered(given.now, pair.id, second, text)]


def _bare_number(given: Given, question: Question) -> str | None:
    """The number written just before without a unit: “30”, asked back, then “mg”."""
    last = next((e for e in reversed(given.log) if isinstance(e, NotUnderstood)), None)
    waits = isinstance(question, Dose) and last is not None and last.item == question.id
    return last.raw if waits and last is not None and last.reason == "bare_number" else None


def _not_understood(
    questionnaire: Questionnaire, given: Given, question: Question, raw: str, reason: str
) -> list[Event]:
    events: list[Event] = [NotUnderstood(given.now, question.id, raw, reason)]
    tries = sum(isinstance(e, NotUnderstood) and e.item == question.id for e in given.log) + 1
    if isinstance(question, Dose) and tries >= DOSE_TRIES:
        events.append(Skipped(given.now, question.id, declined=False))
    return _next(questionnaire, given.facts, given.log, events, given.now)


def _pressed(questionnaire: Questionnaire, given: Given, said: Reply) -> list[Event]:
    now, option = given.now, said.option or ""
    item = questionnaire.item(said.item or "")
    if item is None:
        return [Ignored(now, said.item or "", option, "unknown")]
    if option == buttons.REVISIT:
        known = item.id in given.settled and item.when(given)
        return [Revisited(now, item.id), *_asked(item, given)] if known else [Ignored(now, item.id, option, "not_open")]
    current = open_item(questionnaire, given)
    if current is None or current.id != item.id:
        if not _still_asked(given, item):
            return _stale(given, item, option)
        if given.proposal is not None and given.proposal.why == "change":
            left = Withdrawn(now, given.proposal.item)
            return [left, *_pressed(questionnaire, Given(given.facts, (*given.log, left), now), said)]
    if _shown_then(given, item, said.ask) != item.shown(given):
        return [Ignored(now, item.id, option, "new_plan"), *_asked(item, given)]
    shown_back = option in (buttons.RIGHT, buttons.CHANGE, buttons.ANEW, buttons.KEEP)
    if shown_back and not _proposed_then(given, item, said.ask):
        return [Ignored(now, item.id, option, "older"), *_asked(item, given)]
    if option.startswith("~"):
        return _control(questionnaire, given, item, option)
    return _tapped(questionnaire, given, item, option)


def _still_asked(given: Given, item: Item) -> bool:
    """Put earlier and not answered since, though another question was put after it (“back”, a change shown back)."""
    ended = any(isinstance(event, Expired) for event in given.log)
    asked = any(isinstance(event, Asked) and event.item == item.id for event in given.log)
    return asked and not ended and item.id not in given.settled and item.when(given)


def _proposed_then(given: Given, item: Item, ask: int | None) -> bool:
    """Whether the message whose button was pressed showed back what is shown back now."""
    if given.proposal is None or given.proposal.item != item.id:
        return False
    places = [n for n, e in enumerate(given.log) if isinstance(e, Asked) and e.item == item.id]
    if not places or ask is None:
        return True
    then = Given(given.facts, given.log[: places[min(ask, len(places)) - 1]], given.now).proposal
    return then is not None and (then.item, then.value, then.why) == (
        given.proposal.item,
        given.proposal.value,
        given.proposal.why,
    )


def _shown_then(given: Given, item: Item, ask: int | None) -> str:
    """The plan in the words of the message whose button was pressed."""
    asked = [e.shown for e in given.log if isinstance(e, Asked) and e.item == item.id]
    if not asked or ask is None:
        return asked[-1] if asked else item.shown(given)
    return asked[min(ask, len(asked)) - 1]


def _stale(given: Given, item: Item, option: str) -> list[Event]:
    """A button of a question that is not open: the same answer again, a change, or nothing."""
    now, old = given.now, given.answers.get(item.id)
    if option.startswith("~") or item.id not in given.settled or old is None or not item.when(given):
        return [Ignored(now, item.id, option, "same" if item.id in given.settled else "not_open")]
    question = item.ask(given)
    value = question.accepts(option)
    if isinstance(question, Choices) and option != NONE and isinstance(value, str):
        value = question.join((set(old.split("|")) ^ {option}) - {NONE}) or NONE
    if isinstance(value, Unclear):
        return [Ignored(now, item.id, option, "unknown")]
    if value == old:
        return [Ignored(now, item.id, option, "same")]
    return [Proposed(now, item.id, value, "change"), *_asked(item, given)]


def _control(questionnaire: Questionnaire, given: Given, item: Item, option: str) -> list[Event]:
    now, facts, log = given.now, given.facts, given.log
    match option:
        case buttons.SKIP if item.skippable:
            return _next(questionnaire, facts, log, [Skipped(now, item.id, declined=item.safety)], now)
        case buttons.BACK:
            return _back(questionnaire, given, item)
        case buttons.LATER if questionnaire.pausable:
            return _postpone(given, item, not_yet(now, facts.zone))
        case buttons.DONE:
            return _done(questionnaire, given, item)
        case buttons.RIGHT | buttons.CHANGE if given.proposal:
            proposal = given.proposal
            return _answer(questionnaire, given, item, proposal.value, proposal.raw)
        case buttons.ANEW | buttons.KEEP if given.proposal:
            return _next(questionnaire, facts, log, [Withdrawn(now, item.id)], now)
        case _ if isinstance(item.ask(given), Choice | Choices) and option in buttons.SCREENS:
            return [Turned(now, item.id, int(option[-1]))]
    return [Ignored(now, item.id, option, "unknown")]


def _back(questionnaire: Questionnaire, given: Given, item: Item) -> list[Event]:
    """To the item settled last before this one."""
    back = before(questionnaire, item, given)
    if back is None:
        return [Ignored(given.now, item.id, buttons.BACK, "not_open")]
    return [Revisited(given.now, back.id), *_asked(back, given)]


def _postpone(given: Given, item: Item, until: datetime) -> list[Event]:
    """Put off, but never past the window."""
    until = min(until, given.facts.closes_at - LAST_CALL)
    if until <= given.now:
        return [Ignored(given.now, item.id, buttons.LATER, "closing")]
    return [Postponed(given.now, item.id, until)]


def not_yet(now: datetime, zone: str) -> datetime:
    """When to ask again: in 2 hours if that is by 23:30 local (asked by 21:30), else at 08:00 the next morning."""
    local = now.astimezone(ZoneInfo(zone))
    if time(7, 30) <= local.time() <= time(21, 30):
        return now + LATER
    day = local.date() + timedelta(days=1) if local.time() > time(12) else local.date()
    return datetime.combine(day, time(8), ZoneInfo(zone)).astimezone(now.tzinfo)


def _tapped(questionnaire: Questionnaire, given: Given, item: Item, option: str) -> list[Event]:
    question, now = item.ask(given), given.now
    value = question.accepts(option)
    if isinstance(value, Unclear):
        return [Ignored(now, item.id, option, "unknown")]
    if isinstance(question, Choices) and value != NONE:
        on = value not in (given.answers.get(item.id) or "").split("|")
        picked: list[Event] = [Picked(now, item.id, value, on)]
        at_once = any(o.code == value and o.at_once for o in question.options)
        return (
            judge(questionnaire, given.facts, given.log, picked, now, Severity.EMERGENCY) if on and at_once else picked
        )
    if item.id in given.settled and item.id != revisited(given) and value != "later":
        if value == buttons.settled_value(given, item.id):
            return _next(questionnaire, given.facts, given.log, [Withdrawn(now, item.id)], now)
        return [Proposed(now, item.id, value, "change"), *_asked(item, given)]
    if value == "later":
        return _postpone(given, item, not_yet(now, given.facts.zone))
    if isinstance(question, Dose):
        return [Proposed(now, item.id, value, "dose"), *_asked(item, given)]
    return _answer(questionnaire, given, item, value, "")


def _done(questionnaire: Questionnaire, given: Given, item: Item) -> list[Event]:
    question = item.ask(given)
    ticked = set((given.answers.get(item.id) or "").split("|")) - {""}
    if not isinstance(question, Choices) or not ticked:
        return [Ignored(given.now, item.id, buttons.DONE, "empty")]
    return _answer(questionnaire, given, item, question.join(ticked), "")


def _answer(
    questionnaire: Questionnaire, given: Given, item: Item, value: str, raw: str, reason: str = ""
) -> list[Event]:
    """Answered, or corrected; the same answer given once more is said once more, and changes nothing."""
    now, settled = given.now, given.settled.get(item.id)
    old = settled.value if isinstance(settled, Answered | Corrected) else None
    changed = old is not None and old != value
    events: list[Event] = [
        Corrected(now, item.id, value, old, raw, reason) if changed and old else Answered(now, item.id, value, raw)
    ]
    if (led := item.leads.get(value)) and value != old:
        events.append(Led(now, led))
    return _next(questionnaire, given.facts, given.log, events, now)


def _next(questionnaire: Questionnaire, facts: Facts, log: Log, events: list[Event], now: datetime) -> list[Event]:
    """Judge the rules; then put the next question, or finish, unless an emergency stops the check-in."""
    events = judge(questionnaire, facts, log, events, now)
    given = Given(facts, (*log, *events), now)
    current = open_item(questionnaire, given)
    if is_stopped(given):
        return events if current is not None or is_over(given) else [*events, Completed(now)]
    if current is not None:
        return [*events, *_asked(current, given)]
    if not is_over(given):
        events.append(Completed(now))
    return events + _advice(questionnaire, given)


def _asked(item: Item, given: Given) -> list[Event]:
    return [Asked(given.now, item.id, item.shown(given))]


def judge(
    questionnaire: Questionnaire,
    facts: Facts,
    log: Log,
    events: Sequence[Event],
    now: datetime,
    least: Severity = Severity.REVIEW,
) -> list[Event]:
    """The events, with a concern for every rule newly met, and at once the message for an emergency. `least`: rules
    milder than this are not judged now."""
    judged = list(events)
    given = Given(facts, (*log, *judged), now)
    # A rule may read that another one was raised, so the worst are judged first, each seeing the ones before.
    for rule in questionnaire.rules:
        before = given.raised.get(rule.id)
        if rule.severity < least or (before and not raised_milder(rule, given)) or not rule.when(given):
            continue
        severity = severity_now(rule, given)
        if before is None or severity > Severity.of(before):
            judged.append(ConcernRaised(now, rule.id, severity.code))
            given = Given(facts, (*log, *judged), now)
    new = [event.rule for event in judged if isinstance(event, ConcernRaised)]
    emergencies = [rule for rule in questionnaire.rules if rule.id in new and rule.severity is Severity.EMERGENCY]
    for message in ("M-E", "M-S"):
        rules = tuple(rule.id for rule in emergencies if rule.message == message)
        if rules:
            judged.append(Advised(now, message, rules))
    return judged


def _advice(questionnaire: Questionnaire, given: Given) -> list[Event]:
    """Once, at the end or after a silence: one message of the highest class for what was not yet told.

    After an urgent message nothing milder follows in the same check-in."""
    advised = [event for event in given.log if isinstance(event, Advised)]
    told: set[str] = set()
    for event in given.log:
        match event:
            case Advised():
                told.update(event.rules)
            case ConcernRaised():  # raised again, worse: told again
                told.discard(event.rule)
    hits = [rule for rule in questionnaire.rules if rule.id in given.raised and rule.id not in told]
    asked = {message for rule in hits if (message := message_of(rule, given))}
    if any(event.message in ("M-U", "M-U2") for event in advised):
        asked -= {"M-R", "M-Q"}
    highest = next((message for message in ORDER if message in asked), None)
    return [Advised(given.now, highest, tuple(rule.id for rule in hits))] if highest else []
