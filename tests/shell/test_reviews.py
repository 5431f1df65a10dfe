"""What can wait: one list at 08:00 of the next working day, to one role, then the other, then the investigator."""

from __future__ import annotations

from datetime import timedelta

from tests.talk import Service, Talk
from tests.team import assemble, escalations, pages, patient


def lists(talk: Talk) -> list[str]:
    return [shown.text for shown in talk.screen if shown.text.startswith("☀️")]


async def test_a_review_is_on_the_coordinators_list_of_the_next_working_morning(service: Service) -> None:
    team, lan = assemble(service), patient(service, "P-012")
    await lan.sends("photo")  # R14: for the doctor and the coordinator to look at
    await lan.taps("不是")
    assert team.paged() == []

    await service.passes(hours=12, minutes=55)
    assert not any(lists(talk) for talk in team.everyone.values())
    await service.passes(minutes=5)

    told = [name for name, talk in team.everyone.items() if lists(talk)]
    assert told
    assert escalations(service)[0].next_at == service.now + timedelta(days=3)  # Friday 08:00, then Monday


async def test_unseen_it_goes_to_the_other_then_the_investigator_then_to_all_and_never_falls_silent(
    service: Service,
) -> None:
    team, lan = assemble(service), patient(service, end=service.now.date() - timedelta(days=1))
    await lan.sends("photo")
    await lan.taps("不是")
    reached = []
    service.now += timedelta(hours=13) - timedelta(days=1)
    for _day in range(8):  # at 08:00 each day
        before = {name: _about_the_photo(talk) for name, talk in team.everyone.items()}
        await service.passes(days=1)
        reached.append({name for name, talk in team.everyone.items() if _about_the_photo(talk) > before[name]})

    friday, saturday, sunday, monday, tuesday, *rest = reached
    assert saturday == sunday == set()
    assert friday
    assert monday != friday
    assert tuesday == {"Ji"}
    assert rest == [{"Lin", "Ji", "Chen"}] * 3


def _about_the_photo(talk: Talk) -> int:
    """How many lists hold it. (The silence that follows has a line of its own.)"""
    return sum("R14" in words for words in lists(talk))


async def test_many_reviews_are_one_list_with_a_button_each(service: Service) -> None:
    team = assemble(service)
    people = [patient(service, f"P-{n:03}") for n in range(1, 5)]
    for lan in people:
        await lan.sends("photo")
        await lan.taps("不是")

    await service.passes(hours=13)

    reader = next(talk for talk in team.everyone.values() if lists(talk))
    assert len(lists(reader)) == 1
    buttons = reader.hears("☀️").buttons
    assert len(buttons) == 4
    await reader.taps(next(label for label in buttons if "P-003" in label))
    assert "P-003" in pages(reader)[-1].text


async def test_a_coordinator_closes_a_review_and_it_is_on_no_list_again(service: Service) -> None:
    team, lan = assemble(service), patient(service, end=service.now.date() - timedelta(days=1))
    await lan.sends("photo")
    await lan.taps("不是")
    await team.chen.says("/open")
    await team.chen.taps("看P-012")
    team.chen.hears("对方发来：照片")

    await team.chen.taps("结束")
    await team.chen.taps("没有问题")

    assert escalations(service)[0].phase == "closed"
    for _day in range(3):
        await service.passes(days=1)
    assert not any(lists(talk) for talk in team.everyone.values())


async def test_raised_before_eight_it_is_on_the_same_mornings_list(service: Service) -> None:
    assemble(service)
    lan = patient(service)
    service.now += timedelta(hours=10)  # Friday 05:00
    await lan.sends("photo")

    assert escalations(service)[0].next_at == service.now + timedelta(hours=3)


async def test_without_staff_it_waits_and_the_first_who_joins_gets_it_next_morning(service: Service) -> None:
    lan = patient(service, end=service.now.date() - timedelta(days=1))
    await lan.sends("photo")
    await lan.taps("不是")
    await service.passes(hours=13)  # Friday 08:00
    doctor = service.staff("Dr Lin")
    await doctor.starts()

    await service.passes(days=1)
    assert lists(doctor) == []
    await service.passes(days=2)  # Monday 08:00

    assert len(lists(doctor)) == 1
