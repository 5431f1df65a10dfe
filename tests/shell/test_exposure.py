"""What `anhao participant show` says of the steroid taken in all, from diaries as people answer them."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from bot.console.escalation_page import escalation_page
from bot.database import transaction
from bot.models import Escalation, Participant, Staff, Visit
from bot.reports.exposure import steroid_record
from bot.reports.people import one_participant
from tests.talk import Service, Talk
from tests.team import URGENT, assemble, patient


async def test_the_sum_over_a_week_of_all_kinds(service: Service) -> None:
    """As planned, less, none, no answer, and an injection with premedication: unknown days are not counted as 0."""
    lan = patient(service, start=date(2026, 3, 5))

    async def evening(*taps: str) -> None:
        await service.passes(hours=1)
        for words in taps:
            await lan.says(words)
        await service.passes(hours=23)

    await evening("都按方案吃了", "没有")
    await evening("吃得不一样", "2片", "对", "没有", "吃错了", "没有")
    await evening("一点没吃", "忘了", "没有")
    await evening()
    with transaction(service.engine) as session:
        session.add(
            Visit(participant_id=lan.id, kind="injection", day=date(2026, 3, 6), done=True, dose_mg="600",
                  premed_drug="methylprednisolone", premed_mg="40", entered_at=service.now, entered_by="Chen")
        )  # fmt: skip
    record = _record(service, lan)

    assert (record["from"], record["until"], record["days"]) == (date(2026, 3, 5), date(2026, 3, 8), 4)
    assert record["cumulative_mg"] == 30 + 10 + 50
    assert record["of_it_at_the_clinic_mg"] == 50
    counts = ("days_taken", "days_changed", "days_not_taken", "days_unknown", "days_at_most_10_mg")
    assert [record[name] for name in counts] == [1, 1, 1, 1, 2]


async def test_today_counts_once_it_is_answered(service: Service) -> None:
    lan = patient(service, start=date(2026, 3, 5))
    assert _record(service, lan)["days"] == 0
    await service.passes(hours=1)
    await lan.says("都按方案吃了")

    with transaction(service.engine) as session:
        shown = one_participant(session, "P-012", service.now)["steroid"]
    assert (shown["days"], shown["cumulative_mg"], shown["factors_version"]) == (1, 30, "1")


async def test_the_doctors_page_says_it_in_a_line(service: Service) -> None:
    team, lan = assemble(service), patient(service, start=date(2026, 3, 5))
    await service.passes(hours=1)
    await lan.says("都按方案吃了")
    await lan.says(URGENT)
    with transaction(service.engine) as session:
        person = session.get_one(Staff, team.lin.id)
        page = escalation_page(session, session.exec(select(Escalation)).one(), person, service.now)
    lines = [service.languages.render(line, "en") for line in page.treatment]
    assert lines[-1] == (
        "Steroid since 5 March: 30 mg of prednisone in all. Days: 1; not known: 0; at 10 mg or less: 0"
    )


def _record(service: Service, talk: Talk) -> dict[str, object]:
    with transaction(service.engine) as session:
        return steroid_record(session, session.get_one(Participant, talk.id), service.now)
