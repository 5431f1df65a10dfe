"""What a test can let go wrong between the bot and Telegram."""

from collections import deque
from dataclasses import dataclass

from bot.rehearsal.bell import Bell
from bot.rehearsal.refusals import JsonObject, Refusal, too_many_requests

ANY = "*"
HTML_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Held:
    """An answer that is kept back after its effect has happened, until `release()`."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self.arrived = False
        self.released = False

    async def arrives(self, timeout: float = 10.0) -> None:
        assert await self._bell.listen(self._has_arrived, timeout), "the call did not come"

    def waits_for_arrival(self, timeout: float = 10.0) -> None:
        assert self._bell.wait(self._has_arrived, timeout), "the call did not come"

    def release(self) -> None:
        with self._bell:
            self.released = True
            self._bell.ring()

    def _has_arrived(self) -> bool | None:
        return self.arrived or None


@dataclass
class _Coming:
    """What happens to the next call of one method."""

    refusals: deque[Refusal]
    losses: int = 0
    pages: int = 0
    held: deque[Held] | None = None


class Faults:
    """Each is asked for by method name, or by "*" for whatever comes; all under the bell's lock."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._coming: dict[str, _Coming] = {}
        self.down = False
        self.revoked = False

    def fail_next(
        self,
        method: str,
        code: int,
        description: str = "",
        times: int = 1,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
    ) -> None:
        if retry_after is not None and not description:
            refusal = too_many_requests(retry_after)
        else:
            given: JsonObject = {"retry_after": retry_after, "migrate_to_chat_id": migrate_to_chat_id}
            refusal = Refusal(code, description, {name: value for name, value in given.items() if value is not None})
        with self._bell:
            self._of(method).refusals.extend([refusal] * times)

    def lose_next_response(self, method: str, times: int = 1) -> None:
        with self._bell:
            self._of(method).losses += times

    def page_next(self, method: str, times: int = 1) -> None:
        with self._bell:
            self._of(method).pages += times

    def hold_next(self, method: str) -> Held:
        held = Held(self._bell)
        with self._bell:
            coming = self._of(method)
            coming.held = coming.held or deque()
            coming.held.append(held)
        return held

    def take_refusal(self, method: str) -> Refusal | None:
        for coming in self._for(method):
            if coming.refusals:
                return coming.refusals.popleft()
        return None

    def take_loss(self, method: str) -> bool:
        for coming in self._for(method):
            if coming.losses:
                coming.losses -= 1
                return True
        return False

    def take_page(self, method: str) -> bool:
        for coming in self._for(method):
            if coming.pages:
                coming.pages -= 1
                return True
        return False

    def take_hold(self, method: str) -> Held | None:
        for coming in self._for(method):
            if coming.held:
                return coming.held.popleft()
        return None

    def _of(self, method: str) -> _Coming:
        return self._coming.setdefault(method, _Coming(deque()))

    def _for(self, method: str) -> list[_Coming]:
        return [self._coming[name] for name in (method, ANY) if name in self._coming]
