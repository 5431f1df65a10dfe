"""Fills in whole check-ins by their buttons: for tests about what answers lead to, not about how they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

import pytest
from sqlmodel import Session, select

from bot import turns
from bot.buttons import AnswerButton, pack
from bot.channels import Inbound
from bot.database import transaction
from bot.facts import facts_of, log_of
from bot.inbox import receive
from bot.models import CheckIn, Participant
from bot.opening import open_check_in
from bot.turns import begin, turn_of
from conversations.prompt import DONE, GO_ON, RIGHT, SKIP
from conversations.questionnaire import is_stopped, open_item
from conversations.questions import NONE, Choices, Count, Dose, Measure, Scale, Words
from tests.talk import Service, Talk

QUIET = {
    "w_fever": "no", "w_new": "0", "w_old": "healed", "w_eat": "normal", "w_pain": "0", "w_itch": "0", "w_life": "0",
    "w_change": "same", "w_extent": "0", "u_sev": "mild", "u_since": "today", "d_gc": "yes_all", "d_aza": "yes_all",
    "d_ok": "no",
}  # fmt: skip
"""What is answered where a test says nothing: nothing is wrong. Lists get “none”, the rest is skipped."""


@contextmanager
def supposing(**facts: object) -> Iterator[None]:
    """As if the turns inside knew these facts too: what a visit's reminder is about."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(turns, "facts_of", lambda *args: replace(facts_of(*args), **facts))  # type: ignore[arg-type]  # fields by name
        yield


def opened(service: Service, talk: Talk, questionnaire: str, **values: str) -> int:
    """Open a check-in of this kind now and put its first question."""
    with transaction(service.engine) as session:
        participant = session.get_one(Participant, talk.id)
        check_in = open_check_in(session, participant, questionnaire, "study", service.now, **values)  # type: ignore[arg-type]  # about
        begin(turn_of(session, participant, check_in, service.now, "telegram"))
        assert check_in.id is not None
        return check_in.id


async def fills(
    service: Service, talk: Talk, check_in: int, answers: Mapping[str, str], *, upto: str = "", until: str = ""
) -> None:
    """Answer every question of a check-in: as given, else quietly; `upto`: stop before this one; `until`: stop when
    this rule has been raised."""
    told = dict(QUIET) | dict(answers)
    for _turn in range(80):
        reply = _next(service, check_in, told, upto, until)
        if reply is None:
            await service.outbox.drain()
            return
        form, what = reply
        message = Inbound("telegram", talk.account, service.external(), form, locale=talk.locale, **{form: what})
        assert receive(service.engine, message, service.now, service.languages).new
    raise AssertionError(f"check-in {check_in} does not end")


Sent = tuple[Literal["tap", "text"], str]


def _next(service: Service, id: int, told: dict[str, str], upto: str, until: str) -> Sent | None:
    with transaction(service.engine) as session:
        return _reply(session, id, told, upto, until)


def _reply(session: Session, id: int, told: dict[str, str], upto: str, until: str) -> Sent | None:
    check_in = session.exec(select(CheckIn).where(CheckIn.id == id)).one()
    turn = turn_of(session, session.get_one(Participant, check_in.participant_id), check_in, check_in.opened_at)
    given = turn.given(log_of(session, check_in))
    item = open_item(turn.questionnaire, given)
    if item is None or item.id == upto or until in given.raised:
        return None
    if is_stopped(given):
        return "tap", pack(AnswerButton(id, "", 0, GO_ON))
    question = item.ask(given)

    def tap(option: str) -> Sent:
        return "tap", pack(AnswerButton(id, item.id, 0, option))

    if given.proposal is not None:
        return tap(RIGHT)
    value = told.get(item.id)
    if isinstance(question, Choices):
        wanted = set((value or NONE).split("|"))
        ticked = set((given.answers.get(item.id) or "").split("|")) - {""}
        if wanted == {NONE}:
            return tap(NONE if any(option.code == NONE for option in question.options) else SKIP)
        return tap(sorted(wanted - ticked)[0]) if wanted - ticked else tap(DONE)
    if value is None:
        return tap(SKIP)
    if isinstance(question, Count | Measure | Words | Dose | Scale):
        return "text", value
    return tap(value)
