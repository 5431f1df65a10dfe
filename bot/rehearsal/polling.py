"""getUpdates: the one method that waits."""

from collections.abc import Callable, Sequence

from bot.rehearsal.cloud import Call, Cloud
from bot.rehearsal.parameters import Parameters
from bot.rehearsal.refusals import OTHER_POLLER, WEBHOOK_ACTIVE, Refusal
from bot.rehearsal.updates import Update

KNOWN = ("offset", "limit", "timeout", "allowed_updates")


class Polling:
    """Long polls, of which only the newest lives: a second one ends the first with 409."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._newest = object()
        self.closing = False
        self.waiting = 0

    async def get_updates(self, given: Parameters, present: Callable[[], bool]) -> Sequence[Update]:
        """Waits up to `timeout` real seconds for something to return, while the caller is `present`."""
        cloud = self._cloud
        error: str | None = None
        try:
            with cloud.bell:
                given.refuse_unknown(KNOWN)
                if cloud.webhook is not None:
                    raise Refusal(409, WEBHOOK_ACTIVE)
                limit = given.integer("limit", cloud.limits.updates_in_poll, 1, cloud.limits.updates_in_poll)
                timeout = given.integer("timeout", 0, 0, cloud.limits.poll_seconds)
                asked = given.names("allowed_updates")
                if asked is not None:
                    cloud.updates.allowed = asked
                cloud.updates.confirm(given.integer("offset", 0), cloud.now())
                ticket = self._newest = object()
                cloud.bell.ring()

            def look() -> list[Update] | None:
                if self._newest is not ticket:
                    raise Refusal(409, OTHER_POLLER)
                if self.closing or not present():
                    return []
                found = cloud.updates.peek(limit, cloud.now())
                return found or None

            return await self._wait(look, timeout)
        except Refusal as refusal:
            error = refusal.description
            raise
        finally:
            with cloud.bell:
                cloud.calls.append(Call(cloud.now(), "getUpdates", given.values, error))
                cloud.bell.ring()

    async def _wait(self, look: Callable[[], list[Update] | None], timeout: int) -> list[Update]:
        with self._cloud.bell:
            self.waiting += 1
            self._cloud.bell.ring()
        try:
            return await self._cloud.bell.listen(look, timeout) or []
        finally:
            with self._cloud.bell:
                self.waiting -= 1
