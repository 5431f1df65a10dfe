"""What every channel shares: a message in, a message out, and the few ways in which a send can fail.

A channel maps its own world to `Inbound` and from `Outgoing`, and does nothing else.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

Form = Literal["text", "tap", "start", "photo", "voice", "sticker", "file", "edit", "blocked", "unblocked", "other"]


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message in. `address` names the account it came from, `external_id` makes it unique on its channel.

    `tap` is the data of a pressed button, or with words that of the question under which they were typed.
    `locale` is the phone's language, where the channel tells it. `message` is the channel's own name of the message in
    its chat, which a later edit of it repeats.
    `file` is the channel's own number of a photo or a voice message.
    `raw` is the whole message as it came, kept; `acknowledgement` is what the channel needs to confirm a tap.
    """

    channel: str
    address: str
    external_id: str
    form: Form
    text: str = ""
    tap: str = ""
    locale: str | None = None
    message: str = ""
    raw: str = ""
    acknowledgement: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button as a channel draws it: words in the reader's language, and the data it sends back."""

    label: str
    data: str
    control: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be sent: the file, and how it is called where a file has a name."""

    content: bytes
    name: str = "picture.png"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message out, in words. `edits` is the external id of the message it replaces.

    `menu`: the labels of the buttons that are always there, where this message (re)draws them. A channel that cannot
    show a `picture` sends the words alone; they say what matters in it. `voice`: a voice message to be heard.
    """

    address: str
    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    edits: str | None = None
    menu: tuple[str, ...] = ()
    picture: Picture | None = None
    voice: bytes | None = None


class SendFailure(Exception):
    """A send did not succeed; the subclass says what follows."""


class AddressClosed(SendFailure):
    """The person blocked us, or the account is gone: sending there stops. `why` is a code: blocked or gone."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TryLater(SendFailure):
    """The channel asks to wait: `seconds` for this address."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Unreachable(SendFailure):
    """The channel cannot be reached, or its answer was lost: whether the message arrived is unknown."""


class NothingToEdit(SendFailure):
    """The message to be edited is gone; nothing more can be done with it."""


class Refused(SendFailure):
    """The channel will never take this message; `str` says why, without its words."""


class Unauthorised(SendFailure):
    """The channel does not accept our credentials: an operator must act."""


class Channel(Protocol):
    """One way to reach people."""

    name: str

    async def send(self, outgoing: Outgoing) -> str:
        """Send or edit; the external id of the message, or a SendFailure."""
        ...
