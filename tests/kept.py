"""What the service has kept of a participant, for tests that look behind the dialogue."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from bot.database import transaction
from bot.models import Answer, CheckIn, Concern
from tests.talk import Service, Talk

TODAY = date(2026, 3, 5)
"""The day on which a `Service` begins, in Shanghai."""


async def asked(service: Service, **values: object) -> Talk:
    """A participant whose diary question has just come."""
    talk = service.participant(**values)  # type: ignore[arg-type]  # columns of a participant
    await talk.agrees()
    await service.passes(hours=1)
    return talk


def answers(service: Service, talk: Talk, questionnaire: str = "daily") -> dict[str, str | None]:
    """The current answer of each item of this person's newest check-in of the kind."""
    with transaction(service.engine) as session:
        check_in = session.exec(
            select(CheckIn)
            .where(CheckIn.participant_id == talk.id, CheckIn.questionnaire == questionnaire)
            .order_by(col(CheckIn.id).desc())
        ).first()
        assert check_in is not None
        rows = session.exec(select(Answer).where(Answer.check_in_id == check_in.id).order_by(col(Answer.revision)))
        return {row.item: row.value if row.state == "answered" else row.state for row in rows}


def outcome(service: Service, talk: Talk, day: date = TODAY, questionnaire: str = "daily") -> str:
    """What became of the check-in of that day."""
    with transaction(service.engine) as session:
        return session.exec(
            select(CheckIn.outcome).where(
                CheckIn.participant_id == talk.id, CheckIn.questionnaire == questionnaire, CheckIn.day == day
            )
        ).one()


def raised(service: Service, talk: Talk) -> set[str]:
    """The rules met so far in all check-ins of this person."""
    with transaction(service.engine) as session:
        of_talk = select(Concern.rule).join(CheckIn, col(CheckIn.id) == Concern.check_in_id)
        return set(session.exec(of_talk.where(CheckIn.participant_id == talk.id)))
