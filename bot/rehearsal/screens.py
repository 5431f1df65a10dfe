"""What simulated people look at: a channel that keeps everything sent, as their phones would show it now."""

from dataclasses import dataclass
from itertools import count

from bot.channels import Button, NothingToEdit, Outgoing


@dataclass(slots=True)
class Shown:
    """A message as a screen shows it now."""

    id: str
    text: str
    rows: tuple[tuple[Button, ...], ...]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]


class Screens:
    """A `Channel` under any name. `take_rung` tells where something came or changed since it was last asked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.screens: dict[str, list[Shown]] = {}
        self.menu: dict[str, tuple[str, ...]] = {}
        """The labels of the buttons that are always there, by address."""
        self._rung: set[str] = set()
        self._ids = count(1)

    def of(self, address: str) -> list[Shown]:
        """The screen of an account, oldest message first."""
        return self.screens.setdefault(address, [])

    def take_rung(self) -> set[str]:
        rung, self._rung = self._rung, set()
        return rung

    async def send(self, outgoing: Outgoing) -> str:
        self._rung.add(outgoing.address)
        if outgoing.menu:
            self.menu[outgoing.address] = outgoing.menu
        screen = self.of(outgoing.address)
        if outgoing.edits is None:
            screen.append(Shown(str(next(self._ids)), outgoing.text, outgoing.rows))
            return screen[-1].id
        for shown in reversed(screen):
            if shown.id == outgoing.edits:
                shown.text, shown.rows = outgoing.text, outgoing.rows
                return shown.id
        raise NothingToEdit("message to edit not found")
