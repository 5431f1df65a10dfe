"""A photo and a voice message over HTTP: from the participant's phone to the doctor's, and back."""

from __future__ import annotations

from tests.telegram.conftest import Study
from tests.test_photographs import photo


async def test_a_photo_and_a_voice_message_pass_both_ways(running: Study) -> None:
    doctor, phone = await running.doctor("Dr Lin"), await running.enrolled("P-012")
    doctor.says("/write P-012 hello")
    await phone.hears("hello")
    phone.sends_photo(content=photo())
    await doctor.hears("P-012 sends a photo.")
    phone.sends_voice()
    await doctor.hears("P-012 sends a voice message.")
    doctor.says("/write P-012")
    await doctor.hears("Your next message goes to P-012")
    doctor.sends_voice()
    await phone.hears("[voice] 研究医生Dr Lin发来")
