"""`anhao play`: answer a check-in in the terminal. Nothing is stored, nobody is paged."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from bot.languages import Languages
    from conversations.events import Event
    from conversations.facts import Facts
    from conversations.given import Given
    from conversations.prompt import Button, Prompt
    from conversations.questionnaire import Questionnaire
    from conversations.text import Text

ZONE = "Asia/Shanghai"
AMBIENT = {"hospital": "DEMO Hospital", "study_phone": "000-0000-0000", "investigator": "DEMO",
           "ethics_phone": "000-0000-0001", "last4": "5678"}  # fmt: skip
"""What an installation would fill in."""


def play(
    questionnaire: Annotated[str, typer.Argument(help="daily, weekly, problem …")],
    language: Annotated[Literal["zh", "en"], typer.Option()] = "zh",
    facts: Annotated[
        list[str] | None,
        typer.Option("--facts", metavar="K=V", help="What is known, such as sex=f, arm=azathioprine, or JSON."),
    ] = None,
) -> None:
    """Answer a check-in in the terminal: type an option's number, or words. Nothing is stored. Ctrl-D ends it."""
    from bot.commands.installation import now
    from conversations.questionnaires import ALL

    if questionnaire not in ALL:
        raise typer.BadParameter(f"{questionnaire!r} is not one of {', '.join(ALL)}", param_hint="QUESTIONNAIRE")
    try:
        known = known_facts(facts or (), now())
    except ValueError as error:
        raise typer.BadParameter(str(error).splitlines()[0], param_hint="--facts") from None
    Table(ALL[questionnaire], known, language).play()


def known_facts(given: Iterable[str], now: datetime) -> "Facts":
    """The least a check-in can be asked with, and what was given as `name=value`. Raises ValueError."""
    from bot.stored import facts_from_json, facts_to_json
    from conversations.facts import Facts
    from conversations.schedule import local_day
    from conversations.trial import CALL_HOURS

    least = Facts(
        today=local_day(now, ZONE),
        zone=ZONE,
        closes_at=now + timedelta(days=1),
        study_day=1,
        call_hours=CALL_HOURS,
        has_phone=True,
    )
    known: dict[str, Any] = json.loads(facts_to_json(least))
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or name not in known:
            raise ValueError(f"{one!r}: write name=value, with one of {', '.join(known)}")
        try:
            known[name] = json.loads(value)
        except ValueError:
            known[name] = value
    return facts_from_json(json.dumps(known))


class Table:
    """One check-in on the table: its log, and what is shown of it."""

    def __init__(self, questionnaire: "Questionnaire", facts: "Facts", language: str) -> None:
        from bot.languages import languages

        self._questionnaire, self._facts, self._language = questionnaire, facts, language
        self._languages: Languages = languages()
        self._log: tuple[Event, ...] = ()

    def play(self) -> None:
        """Ask until nothing is open or the input ends."""
        from bot.commands.installation import now
        from conversations import conversation

        self._take(conversation.begin(self._questionnaire, self._facts, self._log, now()))
        while (shown := self._ask()) is not None:
            try:
                typed = input("> ").strip()
            except EOFError:
                print()
                return
            said = self._reply(typed, shown)
            self._take(conversation.reply(self._questionnaire, self._facts, self._log, said, now()))

    def _take(self, events: Sequence["Event"]) -> None:
        """Add the events of a turn, and say what a participant would be told."""
        from bot import wording
        from bot.commands.output import note
        from conversations import advice
        from conversations.events import (
            Advised,
            Completed,
            ConcernRaised,
            Corrected,
            Ignored,
            Noted,
            NotUnderstood,
            Postponed,
        )

        for event in events:
            self._log = (*self._log, event)
            given = self._given(event.at)
            match event:
                case ConcernRaised(rule=rule, severity=severity):
                    note(f"[raised: {rule}, {severity}]")
                case Advised(message=message, rules=ids):
                    met = [rule for rule in self._questionnaire.rules if rule.id in ids]
                    self._say(*advice.sentences(message, met, given))
                case NotUnderstood():
                    self._say(*wording.not_understood(self._questionnaire, given, event))
                case Noted():
                    self._say(*wording.noted(given, event))
                case Ignored():
                    self._say(*wording.ignored(self._questionnaire, given, event))
                case Corrected():
                    self._say(wording.corrected(self._questionnaire, given, event))
                case Postponed(until=until):
                    self._say(wording.postponed(until, event.at, self._facts.zone))
                case Completed() if self._questionnaire.thanks:
                    self._say(wording.THANKS)
                case _:
                    pass

    def _ask(self) -> "Prompt | None":
        """Show what is open; None when there is nothing more to answer. Options are numbered where a number is not
        an answer itself."""
        from conversations.events import Completed, Postponed
        from conversations.prompt import GO_ON_ROWS, Prompt, prompt
        from conversations.questionnaire import is_stopped, open_item
        from conversations.text import verbatim

        given = self._given(self._log[-1].at)
        item = open_item(self._questionnaire, given)
        if item is None or isinstance(self._log[-1], Completed | Postponed):
            return None
        shown = Prompt("", verbatim("…"), GO_ON_ROWS) if is_stopped(given) else prompt(self._questionnaire, item, given)
        self._say(shown.words)
        for number, button in enumerate(buttons_of(shown), 1):
            tick = "☑ " if button.ticked else ""
            print(
                f"  [{self._words(button.label)}]" if shown.typing else f"  {number}. {tick}{self._words(button.label)}"
            )
        return shown

    def _reply(self, typed: str, shown: "Prompt") -> Any:
        """The number of an option, the words of one, or anything else, as if typed into the chat."""
        from bot.languages import code_of
        from conversations.conversation import Reply
        from conversations.questionnaire import open_item

        options = buttons_of(shown)
        item = open_item(self._questionnaire, self._given(self._log[-1].at))
        if typed.isdecimal() and 1 <= int(typed) <= len(options) and not shown.typing:
            return Reply(item=shown.item or None, option=options[int(typed) - 1].code)
        code = code_of(item.ask(self._given(self._log[-1].at)), typed, self._languages) if item and shown.item else None
        labels = {self._words(button.label): button.code for button in options}
        code = labels.get(typed, code)
        return Reply(item=shown.item or None, option=code) if code else Reply(text=typed)

    def _given(self, now: datetime) -> "Given":
        from conversations.given import Given

        return Given(self._facts, self._log, now)

    def _words(self, text: "Text") -> str:
        return self._languages.render(text, self._language, AMBIENT)

    def _say(self, *texts: "Text") -> None:
        for text in texts:
            print(self._words(text))


def buttons_of(shown: "Prompt") -> "list[Button]":
    """The buttons of a question in the order in which they are numbered."""
    return [button for row in shown.rows for button in row]
