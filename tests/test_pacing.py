"""How fast may be sent, and who comes first when not everything may."""

from __future__ import annotations

from bot.pacing import A_SECOND, BURST, KEPT_FOR_REPLIES, Pace
from bot.post import EMERGENCY, REMINDER, REPLY


def test_never_more_than_the_limit_in_any_second() -> None:
    pace = Pace()
    for chat in range(A_SECOND):
        assert pace.wait(chat, REPLY, 0.0) == 0
        pace.sent(chat, 0.0)

    assert pace.wait(99, REPLY, 0.5) == 0.5
    assert pace.wait(99, REPLY, 1.0) == 0


def test_reminders_leave_room_for_replies_and_pages() -> None:
    pace = Pace()
    for chat in range(A_SECOND - KEPT_FOR_REPLIES):
        assert pace.wait(chat, REMINDER, 0.0) == 0
        pace.sent(chat, 0.0)

    assert pace.wait(99, REMINDER, 0.0) > 0
    assert pace.wait(99, REPLY, 0.0) == 0
    assert pace.wait(99, EMERGENCY, 0.0) == 0


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    pace = Pace()
    for _message in range(int(BURST)):
        assert pace.wait(1, REPLY, 0.0) == 0
        pace.sent(1, 0.0)

    assert pace.wait(1, REPLY, 0.0) == 1.0
    assert pace.wait(1, REPLY, 1.0) == 0
    assert pace.wait(2, REPLY, 0.0) == 0


def test_an_edit_is_no_new_message_in_its_chat() -> None:
    pace = Pace()
    for _message in range(int(BURST)):
        pace.sent(1, 0.0)

    assert pace.wait(None, REPLY, 0.0) == 0
