"""What staff type: lists, help, commands that are not there, and words that belong to nothing."""

from __future__ import annotations

import pytest

from tests.talk import Service
from tests.team import CAN_WAIT, EMERGENCY, assemble, join, patient

HELP = "Pages come by themselves."


async def test_open_lists_the_worst_first_with_who_has_it(service: Service) -> None:
    team = assemble(service)
    for code, words in (("P-012", CAN_WAIT), ("P-013", EMERGENCY)):
        await patient(service, code).says(words)
    await team.ji.taps("I'm on it")

    await team.lin.says("/open")

    lines = team.lin.last.text.splitlines()
    assert lines[0].startswith("🔴 P-013, since 5 March 19:00: Trouble breathing")
    assert lines[1] == "Prof Ji is on it since 19:00."
    assert lines[2].startswith("🟠 P-012, since 5 March 19:00:")
    assert lines[3] == "Nobody has it yet."
    assert list(team.lin.last.buttons) == ["Show P-013", "Show P-012"]
    await team.lin.taps("Show P-012")
    assert team.lin.last.text.startswith("🟠 URGENT · P-012")


async def test_nothing_is_open(service: Service) -> None:
    doctor = join(service, "Dr Lin")

    await doctor.says("/open")

    doctor.hears("Nothing is open.")


async def test_adherence_says_whom_to_phone_and_who_answers(service: Service) -> None:
    chen, _lan = join(service, "陈敏", "coordinator", "zh"), patient(service)

    await chen.says("/adherence")

    chen.hears("P-012")


@pytest.mark.parametrize("text", ["/help", "/help@anhao_bot", "/HELP", "/start"])
async def test_help_says_what_the_buttons_do(service: Service, text: str) -> None:
    doctor = join(service, "Dr Lin")

    await doctor.says(text)

    assert doctor.last.text.startswith(HELP)


@pytest.mark.parametrize("text", ["/problem", "/stop", "/nonsense x", "/"])
async def test_a_command_that_is_not_there_is_called_that(service: Service, text: str) -> None:
    doctor = join(service, "Dr Lin")

    await doctor.says(text)

    assert doctor.last.text.startswith("There is no such command.\n" + HELP)


async def test_start_pressed_again_without_a_link_helps(service: Service) -> None:
    doctor = join(service, "Dr Lin")

    await doctor.starts("")

    assert doctor.last.text.startswith(HELP)


@pytest.mark.parametrize("form", ["photo", "voice", "sticker", "file", "edit", "other"])
async def test_what_is_not_words_goes_to_nobody_even_while_writing(service: Service, form: str) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("Message participant")
    heard = len(lan.screen)

    await team.lin.sends(form, "look at this")

    team.lin.hears("I can pass on words, photos and voice messages. Nothing was sent to anyone.")
    assert len(lan.screen) == heard
