"""One lock for the whole stage and a bell that wakes everyone who waits, in threads and in event loops alike."""

import asyncio
import threading
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """`with bell:` holds the lock (re-entrant); `ring()` lets every waiter look again."""

    def __init__(self) -> None:
        self._condition = threading.Condition(threading.RLock())
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def __enter__(self) -> None:
        self._condition.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._condition.release()

    def ring(self) -> None:
        """Something changed: every waiter looks again."""
        with self:
            self._condition.notify_all()
            for loop, event in list(self._listeners):
                if not loop.is_closed():
                    loop.call_soon_threadsafe(event.set)

    def wait(self, look: Callable[[], T | None], timeout: float | None, every: float | None = None) -> T | None:
        """For threads: what `look` returns once it is not None; None when the time is up. `every`: seconds after which
        to look again though nobody rang."""
        found: list[T] = []

        def seen() -> bool:
            value = look()
            if value is not None:
                found.append(value)
            return bool(found)

        ends = None if timeout is None else monotonic() + timeout
        with self:
            while not seen():
                left = None if ends is None else ends - monotonic()
                if left is not None and left <= 0:
                    break
                self._condition.wait(min((span for span in (left, every) if span is not None), default=None))
        return found[0] if found else None

    async def listen(self, look: Callable[[], T | None], timeout: float | None) -> T | None:
        """For coroutines: the same, without blocking the loop."""
        loop = asyncio.get_running_loop()
        ends = None if timeout is None else loop.time() + timeout
        event = asyncio.Event()
        listener = (loop, event)
        with self:
            self._listeners.add(listener)
        try:
            while True:
                event.clear()
                with self:
                    value = look()
                if value is not None:
                    return value
                left = None if ends is None else ends - loop.time()
                if left is not None and left <= 0:
                    return None
                try:
                    await asyncio.wait_for(event.wait(), left)
                except TimeoutError:
                    continue
        finally:
            with self:
                self._listeners.discard(listener)
