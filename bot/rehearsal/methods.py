"""The table of the Bot API's methods: name, the parameters it knows, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.rehearsal.cloud import Call, Cloud
from bot.rehearsal.parameters import Parameters
from bot.rehearsal.refusals import Refusal

Does: TypeAlias = Callable[[Cloud, Parameters], object]


@dataclass(frozen=True)
class Method:
    known: tuple[str, ...]
    does: Does


TABLE: dict[str, Method] = {}


def method(name: str, known: str = "") -> Callable[[Does], Does]:
    """Enters a function in the table; `known` names the parameters, parted by spaces."""

    def enter(does: Does) -> Does:
        TABLE[name] = Method(tuple(known.split()), does)
        return does

    return enter


def call(cloud: Cloud, name: str, given: Parameters) -> object:
    """One call, whole: it happens or is refused, and is written down either way."""
    error: str | None = None
    with cloud.bell:
        try:
            if name not in TABLE:
                raise Refusal(404, "Not Found")
            given.refuse_unknown(TABLE[name].known)
            return TABLE[name].does(cloud, given)
        except Refusal as refusal:
            error = refusal.description
            raise
        finally:
            cloud.calls.append(Call(cloud.now(), name, given.values, error))
            cloud.bell.ring()
