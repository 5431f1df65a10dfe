"""Photos and voice messages: noted at once, fetched beside the transaction, passed on both ways, and kept."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from bot.channels import Refused, Unreachable
from bot.database import transaction
from bot.fetching import Fetcher
from bot.models import Attachment
from tests.talk import Service
from tests.team import EMERGENCY, assemble, patient
from tests.test_photographs import photo
from tests.web.browsing import console


class Files:
    """What Telegram holds, by its number."""

    name = "telegram"

    def __init__(self, **files: bytes) -> None:
        self.files, self.down, self.asked = files, False, 0

    async def fetch(self, remote: str) -> bytes:
        self.asked += 1
        if self.down:
            raise Unreachable("down")
        if remote not in self.files:
            raise Refused("file is too big")
        return self.files[remote]


async def fetched(service: Service, files: Files) -> None:
    await Fetcher(service.engine, files, lambda: service.now, lambda: None).look()
    await service.outbox.drain()


def kept(service: Service) -> list[Attachment]:
    with transaction(service.engine) as session:
        return list(session.exec(select(Attachment).order_by(col(Attachment.id))))


async def test_a_photo_reaches_the_doctor_who_wrote_without_its_place(service: Service) -> None:
    """Fault 68: what a phone writes into a photo goes no further."""
    team, lan = assemble(service), patient(service)
    await team.wu.says("/write P-012 Please show me the spot.")

    await lan.sends("photo", file="f1")
    assert [row.state for row in kept(service)] == ["waiting"]
    assert not team.wu.last.picture
    await fetched(service, Files(f1=photo()))

    assert team.wu.last.text == "P-012 sends a photo."
    assert team.wu.last.picture is not None
    assert b"Phone maker" not in team.wu.last.picture
    assert [row.state for row in kept(service)] == ["kept"]
    await team.wu.taps("Message participant")
    lin = console(service, team.lin).opens()
    lin.gets("/participants/P-012")
    assert f"/files/{kept(service)[0].id}" in lin.html
    shown = lin.client.get(f"{lin.path}/files/{kept(service)[0].id}")
    assert (shown.headers["content-type"], shown.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


async def test_a_voice_message_reaches_who_has_the_open_matter(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.says(EMERGENCY)
    await team.lin.taps("I'm on it")

    await lan.sends("voice", file="v1")
    await fetched(service, Files(v1=b"OggS..."))

    assert team.lin.hears("P-012 sends a voice message.").voice == b"OggS..."
    assert not any("sends a voice" in shown.text for shown in team.wu.screen)


@pytest.mark.parametrize(("form", "content"), [("photo", photo()), ("voice", b"OggS...")])
async def test_a_doctor_sends_one_to_the_participant(service: Service, form: str, content: bytes) -> None:
    team, lan = assemble(service), patient(service)
    await team.lin.says("/write P-012")

    await team.lin.sends(form, file="f1")
    assert team.lin.last.text == "It goes to P-012 in a moment. A photo loses its place and device on the way."
    await fetched(service, Files(f1=content))

    assert lan.last.text.startswith("研究医生Dr Lin发来：")
    assert bool(lan.last.picture) == (form == "photo")
    assert bool(lan.last.voice) == (form == "voice")
    await lan.taps("回复医生")
    await lan.says("看到了")
    team.lin.hears("P-012 answers: “看到了”")


async def test_what_a_doctor_sends_without_writing_to_anybody_goes_to_nobody(service: Service) -> None:
    team, _lan = assemble(service), patient(service)

    await team.lin.sends("photo", file="f1")

    assert "This went to nobody" in team.lin.last.text
    assert kept(service) == []


async def test_what_cannot_be_fetched_is_tried_again_and_lost_at_last(service: Service) -> None:
    _team, lan = assemble(service), patient(service)
    files = Files(f1=photo())
    files.down = True
    await lan.sends("photo", file="f1")

    for _time in range(2):
        await fetched(service, files)
    assert files.asked == 1  # not again at once
    service.now = service.now.replace(hour=service.now.hour + 1)
    files.down = False
    await fetched(service, files)
    await fetched(service, files)

    assert [row.state for row in kept(service)] == ["kept"]
    assert files.asked == 2


async def test_a_file_that_is_gone_or_no_picture_is_passed_by(service: Service) -> None:
    team, lan = assemble(service), patient(service)
    await lan.sends("photo", file="gone")
    await lan.sends("photo", file="odd")

    await fetched(service, Files(odd=b"not a picture"))

    assert [row.state for row in kept(service)] == ["gone", "gone"]
    lin = console(service, team.lin).opens()
    assert "could not be fetched" in lin.gets("/participants/P-012")
    assert lin.client.get(f"{lin.path}/files/1").status_code == 404
