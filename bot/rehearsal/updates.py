"""The queue of updates: what waits, for how long, and what Telegram regards as delivered."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rehearsal.refusals import JsonObject

FIRST_UPDATE_ID = 500_000_001
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class Update:
    update_id: int
    body: str
    expires_at: datetime | None


class UpdateQueue:
    """Facts it keeps: an update is forgotten when getUpdates is called with a higher offset (that confirms it, whether
    it was ever fetched or not) and when its time is over; a negative offset forgets all but the last ones; a change of
    `allowed_updates` does not touch what already waits. The real one answers an immediate repeat of the same offset
    with one update only and slows it down; that is not played here."""

    def __init__(self) -> None:
        self.allowed: list[str] | None = None
        self.confirmed_ids: list[int] = []
        self.expired_ids: list[int] = []
        self.dropped_ids: list[int] = []
        self._waiting: dict[int, Update] = {}
        self._once_more: list[Update] = []
        self._ever: dict[int, Update] = {}
        self._next_id = FIRST_UPDATE_ID

    def allows(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def put(self, kind: str, content: JsonObject, now: datetime, kept: timedelta) -> int | None:
        """The update's id; None when this kind was not asked for."""
        if not self.allows(kind):
            return None
        update_id = self._next_id
        return self._keep(json.dumps({"update_id": update_id, kind: content}), now + kept)

    def put_raw(self, raw: JsonObject | str) -> int:
        """Anything at all. A dict without `update_id` gets the next one; in a text `$id` becomes it."""
        update_id = self._next_id
        if isinstance(raw, str):
            return self._keep(raw.replace("$id", str(update_id)), None)
        return self._keep(json.dumps({"update_id": update_id, **raw}), None)

    def put_again(self, update_id: int) -> None:
        """The same update once more, whatever the offset says."""
        self._once_more.append(self._ever[update_id])

    def confirm(self, offset: int, now: datetime) -> None:
        """What a call with this offset makes Telegram forget."""
        self._expire(now)
        if offset < 0:
            gone = list(self._waiting)[:offset]
        else:
            gone = [update_id for update_id in self._waiting if update_id < offset]
        for update_id in gone:
            del self._waiting[update_id]
            self.confirmed_ids.append(update_id)

    def peek(self, limit: int, now: datetime) -> list[Update]:
        """The earliest that wait; they go on waiting until confirmed."""
        self._expire(now)
        again, self._once_more = self._once_more[:limit], self._once_more[limit:]
        return [*again, *list(self._waiting.values())[: limit - len(again)]]

    def drop(self) -> None:
        self.dropped_ids.extend(self._waiting)
        self._waiting.clear()

    def waiting_ids(self, now: datetime) -> list[int]:
        self._expire(now)
        return list(self._waiting)

    def _keep(self, body: str, expires_at: datetime | None) -> int:
        update = Update(self._next_id, body, expires_at)
        self._waiting[update.update_id] = self._ever[update.update_id] = update
        self._next_id += 1
        return update.update_id

    def _expire(self, now: datetime) -> None:
        for update in list(self._waiting.values()):
            if update.expires_at is not None and now >= update.expires_at:
                del self._waiting[update.update_id]
                self.expired_ids.append(update.update_id)
