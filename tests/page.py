"""A participant's web page in tests: what it shows, and what is pressed there. Only the HTTP around it is left out."""

from __future__ import annotations

from dataclasses import dataclass

from bot import links
from bot.channels import Inbound
from bot.database import transaction
from bot.models import Identity, Participant
from bot.phone.card import Card
from bot.phone.view import View, view
from tests.talk import Service, Talk


@dataclass
class Page:
    """The page of somebody who may have a Telegram account, too (`talk`)."""

    service: Service
    participant: int
    token: str

    @property
    def link(self) -> str:
        return f"https://anhao.test/c/{self.token}"

    @property
    def account(self) -> str:
        return f"participant-{self.participant}"

    async def taps(self, label: str) -> None:
        """Press the button of the open question that begins with `label`."""
        found = [data for words, data in self.buttons.items() if words.startswith(label)]
        assert found, f"no button {label!r} in {self.shows()}"
        await self._sends("tap", tap=found[0])

    async def says(self, text: str) -> None:
        await self._sends("text", text=text)

    async def _sends(self, form: str, **what: str) -> None:
        message = Inbound("web", self.account, self.service.external(), form, **what)  # type: ignore[arg-type]  # a form by its name
        assert await self.service.takes(message)

    def _view(self) -> View:
        with transaction(self.service.engine) as session:
            participant = session.get_one(Participant, self.participant)
            return view(session, participant, self.service.now)

    @property
    def card(self) -> Card | None:
        """The open question, if there is one."""
        now = self._view().now
        return now if isinstance(now, Card) else None

    @property
    def buttons(self) -> dict[str, str]:
        card = self.card
        rows = (*card.rows, card.controls) if card else ()
        return {self._words(key.label): key.data for row in rows for key in row}

    def shows(self) -> list[str]:
        """The bubbles, then the open question."""
        seen = self._view()
        lines = [line for _day, past in seen.past for line in past] + [*seen.before, *seen.lines]
        said = ["\n".join(self._words(text) for text in line.says) for line in lines]
        return said + ([self._words(seen.now.words)] if isinstance(seen.now, Card) else [])

    def _words(self, text: object) -> str:
        with transaction(self.service.engine) as session:
            language = session.get_one(Participant, self.participant).language
        return self.service.languages.render(text, language, {"study_phone": "0591-0000000"})  # type: ignore[arg-type]  # a Text


def page_of(service: Service, talk: Talk, route: str | None = None) -> Page:
    """The participant's page, opened in a browser; `route`: how they are told that something waits there."""
    with transaction(service.engine) as session:
        participant = session.get_one(Participant, talk.id)
        session.get_one(Identity, talk.id).notify = route
        token = links.issue(session, participant, service.now)
        links.open_address(session, participant, service.now)
    return Page(service, talk.id, token)
