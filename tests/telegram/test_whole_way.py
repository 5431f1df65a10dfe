"""From the invite to a closed escalation, over HTTP."""

from __future__ import annotations

from tests.telegram.conftest import Study


async def test_an_answer_reaches_a_doctor_who_closes_it(running: Study) -> None:
    doctor, phone = running.phone("en"), running.phone()
    doctor.starts(running.staff("Dr Lin"))
    await doctor.hears("Welcome, Dr Lin")
    phone.starts(running.participant("P-012"))
    for words, button in (
        ("请选择语言", "中文"), ("您好", "同意"), ("健康回答", "同意"), ("告诉我留的", "可以告诉"),
        ("境外", "同意"), ("几点问您", "20:00"),
    ):  # fmt: skip
        await phone.hears(words)
        phone.taps(button)
    await phone.hears("120")
    phone.says("/problem")
    await phone.hears("哪里不舒服")
    phone.taps("喘不上气")
    await phone.hears("120")
    await doctor.hears("P-012")
    doctor.taps("I'm on it")
    await doctor.hears("Dr Lin is on it")
    await phone.hears("Dr Lin")
    doctor.taps("Close")
    await doctor.hears("how does it end")
    doctor.taps("Called")
    await doctor.hears("may it be a serious adverse event")
    doctor.taps("No")
    await doctor.hears("Closed by Dr Lin")
