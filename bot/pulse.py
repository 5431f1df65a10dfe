"""When poll, drain and tick last came round, by a clock that nobody can turn back. They beat; the auditor listens."""

from collections.abc import Callable, Sequence

TICK, DRAIN, POLL = "tick", "drain", "poll"


class Pulse:
    """The loops that are expected to come round. Each beat is one assignment: any thread may read it."""

    def __init__(self, monotonic: Callable[[], float], expected: Sequence[str]) -> None:
        self._monotonic = monotonic
        self._last = {name: monotonic() for name in expected}
        self._unheard = set(self._last)

    def beat(self, name: str) -> None:
        """This loop has come round."""
        if name in self._last:
            self._last[name] = self._monotonic()
            self._unheard.discard(name)

    @property
    def is_complete(self) -> bool:
        """Whether each has beaten at all: before that nobody can say that all is well."""
        return not self._unheard

    def ages(self) -> dict[str, float]:
        """Seconds since the last beat of each, or since they were expected."""
        now = self._monotonic()
        return {name: now - last for name, last in self._last.items()}
