"""What a page says, and when several concerns are one page. (Clinical content §4, “Fewer pages, none lost”.)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.database import transaction
from bot.models import Visit
from tests.talk import START, Service
from tests.team import CAN_WAIT, EMERGENCY, URGENT, assemble, escalations, join, pages, patient

ENTERED = {"entered_at": START, "entered_by": "Dr Lin"}


async def test_a_page_says_who_what_was_answered_the_course_and_what_was_told(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await service.passes(hours=1)
    await lan.taps("都按方案吃了")
    await lan.taps("没有")
    await service.passes(hours=1)

    await lan.says("/problem")
    await lan.taps("喘不上气")

    assert pages(team.lin)[-1].text.splitlines() == [
        "🔴 EMERGENCY · P-012 · study day 5 · 21:00",
        "Trouble breathing or swelling of face or throat (E01)",
        "“哪里不舒服？（可多选）”: 喘不上气，或喉咙、脸、嘴唇肿",
        "= What is the matter? Breathing; throat, face, lip swelling",
        "CM313 + prednisone",
        "Plan today: prednisone 30 mg",
        "Last check-ins:",
        "5 March, daily: steroid 30 of 30 mg",
        "Told at 21:00: call 120.",
        "Nobody has it yet.",
    ]
    assert list(pages(team.lin)[-1].buttons) == ["I'm on it", "Message participant", "Close…", "More…"]
    assert team.paged() == ["Lin", "Ji"]


async def test_a_doctor_who_reads_the_participants_language_is_not_told_twice(service: Service) -> None:
    doctor, lan = join(service, "林医生", language="zh"), patient(service)

    await lan.says("/problem")
    await lan.taps("喘不上气")

    text = pages(doctor)[-1].text
    assert text.count("喘不上气，或喉咙、脸、嘴唇肿") == 1
    assert "What is the matter" not in text


async def test_own_words_are_quoted_and_very_long_ones_are_cut(service: Service) -> None:
    team, lan = assemble(service), patient(service)

    await lan.says(EMERGENCY + "，" + "很难受" * 400)

    assert f"In their own words: “{EMERGENCY}，很难受" in pages(team.lin)[-1].text
    assert len(pages(team.lin)[-1].text) < 1200


async def test_a_coordinators_page_names_neither_the_arm_nor_its_medicine(service: Service) -> None:
    team, lan = assemble(service), patient(service, arm="azathioprine")
    service.plans(lan, "azathioprine", "100", service.now.date(), "50")

    await lan.says(EMERGENCY)
    await service.passes(minutes=30)

    assert "Azathioprine + prednisone\nPlan today: prednisone 30 mg, azathioprine 100 mg" in pages(team.lin)[-1].text
    coordinators = pages(team.chen)[-1].text
    assert EMERGENCY in coordinators
    assert "硫唑嘌呤" not in coordinators
    assert "azathioprine" not in coordinators.lower()
    assert "CM313" not in coordinators


async def test_an_answer_for_doctors_only_is_hidden_from_coordinators_even_in_the_titles(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says("/problem")
    await lan.taps("看更多")
    await lan.taps("心情")
    await lan.taps("选好了")
    while not any("伤害自己" in label for label in lan.last.buttons):
        await lan.taps("不想答")
    await lan.says("我想死")  # no option: typed at the question that only doctors read
    await lan.taps("想过伤害自己")

    await service.passes(minutes=30)

    assert "Thoughts of self-harm: phone within 15 minutes (E07)" in pages(team.lin)[-1].text
    text = pages(team.chen)[-1].text
    for telling in ("E07", "自伤", "我想过", "想死", "12356"):
        assert telling not in text
    assert "P-012" in text


async def test_the_concerns_of_one_message_are_one_page_with_the_worst_severity(service: Service) -> None:
    team, lan = assemble(service), patient(service)

    await lan.says(f"{EMERGENCY}，{CAN_WAIT}")

    (page,) = pages(team.lin)
    assert page.text.startswith("🔴")
    titles = [line[-4:-1] for line in page.text.splitlines() if line.endswith(")") and line[-5] == "("]
    assert titles == sorted(titles)  # emergencies first, then urgent ones
    assert "U04" in titles


async def test_what_comes_within_two_hours_joins_and_changes_the_page_without_a_new_one(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    await service.passes(minutes=25)
    before = len(pages(team.lin))

    await lan.says(CAN_WAIT)

    assert len(pages(team.lin)) == before
    assert "(U01)" in pages(team.lin)[-1].text
    assert "(U04)" in pages(team.lin)[-1].text
    assert len(escalations(service)) == 1


@pytest.mark.parametrize(("hours", "matters"), [(1.9, 1), (2.1, 2)])
async def test_after_two_hours_another_matter_is_a_page_of_its_own(
    service: Service, hours: float, matters: int
) -> None:
    assemble(service)
    lan = patient(service)
    await lan.says(URGENT)
    await lan.taps("不是")  # ends that check-in
    service.now += timedelta(hours=hours)

    await lan.says(CAN_WAIT)

    assert len(escalations(service)) == matters


@pytest.mark.parametrize(("hours", "matters"), [(23, 1), (25, 2)])
async def test_the_same_rule_within_a_day_joins_the_open_matter(service: Service, hours: int, matters: int) -> None:
    assemble(service)
    lan = patient(service)
    await lan.says(URGENT)
    await lan.taps("不是")  # ends that check-in
    service.now += timedelta(hours=hours)

    await lan.says(URGENT)

    assert len(escalations(service)) == matters


async def test_it_is_paged_anew_when_it_gets_worse_and_only_then(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    await team.lin.taps("I'm on it")
    assert team.paged() == ["Lin"]

    await lan.says(EMERGENCY)

    assert [page.text[0] for page in pages(team.lin)] == ["🟠", "🔴"]
    assert [page.text[0] for page in pages(team.ji)] == ["🔴"]
    assert "Nobody has it now; Dr Lin took it at 19:00." in pages(team.lin)[-1].text
    assert list(pages(team.lin)[0].buttons) == []  # only the newest copy can be pressed


async def test_the_page_shows_what_the_participant_was_told_once_they_were(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(URGENT)
    assert "Still answering" in pages(team.lin)[-1].text

    await service.passes(minutes=11)

    (page,) = pages(team.lin)
    assert "Told at 19:11: a doctor phones as soon as possible; after 2 hours ring the study phone." in page.text
    assert "Still answering" not in page.text


async def test_the_last_check_ins_and_the_last_injection_are_on_the_page(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    with transaction(service.engine) as session:
        given = Visit(participant_id=lan.id, kind="injection", day=date(2026, 3, 4), done=True, **ENTERED)
        session.add(given)
    for _day in range(4):
        await service.until(service.now.replace(hour=12, minute=5), every=timedelta(hours=1))
        await lan.taps("都按方案吃了")
        await lan.taps("没有")
        await service.passes(hours=22)

    await lan.says(EMERGENCY)

    text = pages(team.lin)[-1].text
    course = text.partition("Last check-ins:\n")[2].splitlines()[:4]
    assert [line.partition(",")[0] for line in course[:3]] == ["8 March", "7 March", "6 March"]
    assert course[0].endswith("steroid 30 of 30 mg")
    assert "Injection 1 on 4 March (5 days ago)" in text


async def test_what_was_typed_as_a_number_is_not_repeated_as_words(service: Service) -> None:
    team, lan = assemble(service), patient(service, start=date(2026, 2, 27))
    await service.passes(hours=1)
    for label in ("都按方案吃了", "没有", "现在还有", "发冷打哆嗦", "看更多", "选好了"):
        await lan.taps(label)
    await lan.says("99")
    await lan.says("37，9度")

    text = pages(team.lin)[-1].text
    assert "37.9 °C" in text
    assert "own words" not in text
