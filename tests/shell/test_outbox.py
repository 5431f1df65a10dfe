"""What leaves when: the order in a chat, the order among chats, what is dropped, what goes again."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from bot import claims
from bot.body import Body
from bot.database import transaction
from bot.models import Delivery, Message, Participant
from bot.post import EMERGENCY, REMINDER, REPLY, Concerning, redraw, say
from conversations.text import verbatim
from tests.talk import Service, Talk


async def enrolled(service: Service, code: str = "P-001") -> Talk:
    talk = service.participant(code)
    await talk.agrees()
    return talk


def put(
    service: Service,
    talk: Talk,
    words: str,
    priority: int = REPLY,
    kind: str = "reply",
    about: Concerning | None = None,
) -> None:
    with transaction(service.engine) as session:
        participant = session.get(Participant, talk.id)
        assert participant is not None
        body = Body((verbatim(words),))
        extra = {"about": about} if about else {}
        say(session, participant, kind, f"test:{talk.id}:{words}", body, service.now, priority=priority, **extra)


def said(service: Service, *words: str) -> list[str]:
    return [text for _account, text in service.phones.sent if text in words]


async def test_messages_of_one_chat_leave_in_the_order_in_which_they_were_written(service: Service) -> None:
    talk = await enrolled(service)
    put(service, talk, "first", REMINDER)
    put(service, talk, "second", EMERGENCY)
    put(service, talk, "third")
    await service.outbox.drain()

    assert said(service, "first", "second", "third") == ["first", "second", "third"]


async def test_the_chat_with_an_emergency_comes_first(service: Service) -> None:
    calm, ill = await enrolled(service), await enrolled(service, "P-002")
    put(service, calm, "reminder", REMINDER)
    put(service, ill, "emergency", EMERGENCY)

    with transaction(service.engine) as session:
        order = [candidate.delivery.priority for candidate in claims.candidates(session, service.now)]

    assert order == [EMERGENCY, REMINDER]


async def test_the_same_thing_is_never_said_twice(service: Service) -> None:
    talk = await enrolled(service)
    put(service, talk, "once")
    put(service, talk, "once")
    await service.outbox.drain()

    assert said(service, "once") == ["once"]


async def test_nothing_older_than_its_window_is_sent(service: Service) -> None:
    """Fault 16: no evening reminder at three in the morning."""
    talk = await enrolled(service)
    put(service, talk, "stale", REMINDER, about=Concerning(expires_at=service.now + timedelta(hours=1)))
    service.now += timedelta(hours=2)
    await service.outbox.drain()

    assert said(service, "stale") == []


async def test_the_newest_edit_replaces_those_that_have_not_left(service: Service) -> None:
    talk = await enrolled(service)
    put(service, talk, "question", kind="question")
    with transaction(service.engine) as session:
        original = session.exec(select(Message).where(Message.key == f"test:{talk.id}:question")).one()
        redraw(session, original, Body((verbatim("old"),)), "edit:1", service.now)
        redraw(session, original, Body((verbatim("new"),)), "edit:2", service.now)
    await service.outbox.drain()

    assert talk.last.text == "new"
    with transaction(service.engine) as session:
        edits = session.exec(select(Delivery.state).where(Delivery.action == "edit", col(Delivery.rendered) == None))  # noqa: E711  # SQL
        assert "dropped" in list(edits)


async def test_after_a_restart_questions_go_again_and_tips_do_not(service: Service) -> None:
    """Faults 5 and 6: sent or not, nobody knows; a question may come twice, a tip at most once."""
    talk = await enrolled(service)
    put(service, talk, "question", kind="question")
    put(service, talk, "tip", kind="tip")
    with transaction(service.engine) as session:
        for delivery in session.exec(select(Delivery).where(Delivery.state == "pending")).all():
            delivery.state, delivery.lease_token, delivery.lease_until = "sending", "gone", service.now
        claims.recover(session, None)
    await service.outbox.drain()

    assert said(service, "question", "tip") == ["question"]


async def test_a_sender_that_woke_too_late_marks_nothing(service: Service) -> None:
    """Fault 32: the lease has passed to another; the old one's mark is refused."""
    talk = await enrolled(service)
    put(service, talk, "question", kind="question")
    with transaction(service.engine) as session:
        candidate = next(iter(claims.candidates(session, service.now)))
        mine = claims.claim(session, candidate, service.now)
    assert mine is not None
    later = service.now + claims.LEASE + timedelta(seconds=1)
    with transaction(service.engine) as session:
        claims.recover(session, later)
        theirs = claims.claim(session, next(iter(claims.candidates(session, later))), later)
    assert theirs is not None

    with transaction(service.engine) as session:
        assert not claims.mark(session, mine, state="sent")
        assert claims.mark(session, theirs, state="sent")
