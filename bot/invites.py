"""Invitations: a short code that a participant or a member of staff types or opens, once, to be known from then on.

The code has two parts. The selector finds the row; the secret is compared with its hash. So no look-up ever depends
on the secret, and the database holds nothing that opens anything. Nothing here touches the world.
"""

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

VALID_FOR = timedelta(days=14)

SELECTOR_LENGTH = 4  # base32: 20 bits, to tell rows apart; may collide, so the table keeps it unique and asks anew
SECRET_LENGTH = 16  # base32: 80 bits
SALT_BYTES = 16

# 80 bits are beyond guessing even unhashed; ASVS 6.5.2 wants a password hash below 112. These cost 8 MiB and about
# 30 ms a try, which a turn that runs inside the event loop can bear. They are stored with each hash and can be raised.
_LOG2_N, _R, _P = 13, 8, 1
_HASH_BYTES = 32
_STORED = re.compile(r"scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([0-9a-f]{32,})\$([0-9a-f]{64})", re.ASCII)
_MOST_MEMORY = 64 * 1024 * 1024  # bytes that a stored hash may make us use

NO_SUCH_INVITE = f"scrypt${_LOG2_N}${_R}${_P}${'0' * 2 * SALT_BYTES}${'0' * 2 * _HASH_BYTES}"
"""What to `verify` against when the selector finds nothing, so that either wrong half takes as long."""

_LONGEST_TYPED = 200  # characters worth looking at: a code with every letter spelt apart is far shorter


@dataclass(frozen=True, slots=True)
class NewInvite:
    """An invitation that is shown once: `payload` goes into the link, `selector` and the hash of `secret` are kept."""

    payload: str = field(repr=False)
    selector: str
    secret: str = field(repr=False)


class Code(NamedTuple):
    """What was typed, taken apart; not yet known to be right."""

    selector: str
    secret: str

    def __repr__(self) -> str:
        return f"Code(selector={self.selector!r}, secret=‹secret›)"


def new_invite(randbytes: Callable[[int], bytes]) -> NewInvite:
    """A new code of 20 letters A–Z and digits 2–7, fit for a Telegram deep link (at most 64 of `[A-Za-z0-9_-]`).

    `randbytes(n)` gives n unpredictable bytes: `secrets.token_bytes`, but for tests.
    """
    selector = base64.b32encode(randbytes(3)).decode()[:SELECTOR_LENGTH]
    secret = base64.b32encode(randbytes(SECRET_LENGTH * 5 // 8)).decode()
    return NewInvite(selector + secret, selector, secret)


def spelt(payload: str) -> str:
    """The code in groups of four, to be read aloud, printed and typed: `ABCD-EFGH-…`."""
    return "-".join(payload[start : start + 4] for start in range(0, len(payload), 4))


def parse(payload: str) -> Code | None:
    """Selector and secret, whatever the case, width (Chinese keyboards type Ａ－２), spaces and dashes; else None."""
    if len(payload) > _LONGEST_TYPED:
        return None
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", payload) if not _between(letter)).upper()
    if not re.fullmatch(rf"[A-Z2-7]{{{SELECTOR_LENGTH + SECRET_LENGTH}}}", letters):
        return None
    return Code(letters[:SELECTOR_LENGTH], letters[SELECTOR_LENGTH:])


def _between(letter: str) -> bool:
    """Spaces, dashes of any kind, underscores, and the invisible marks that come along when text is copied."""
    return letter.isspace() or letter == "\N{MINUS SIGN}" or unicodedata.category(letter) in {"Pd", "Pc", "Cf"}


def hash_secret(secret: str, salt: bytes) -> str:
    """The secret's scrypt hash with all that is needed to verify it: `scrypt$log2 n$r$p$salt$hash`, about 120 letters.

    `salt` is 16 or more random bytes, new for each invitation. Raises ValueError if it is shorter.
    """
    if len(salt) < SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes or more")
    digest = _scrypt(secret, salt, _LOG2_N, _R, _P)
    return f"scrypt${_LOG2_N}${_R}${_P}${salt.hex()}${digest.hex()}"


def verify(secret: str, stored: str) -> bool:
    """Whether `stored` is the hash of `secret`; the comparison takes the same time wherever they differ.

    False, too, for something stored that is no hash, or that would cost more than 64 MiB.
    """
    found = _STORED.fullmatch(stored)
    if not found:
        return False
    log2_n, r, p = (int(number) for number in found.groups()[:3])
    if not (log2_n and r and p) or p > 16 or 128 * 2**log2_n * r > _MOST_MEMORY:
        return False
    salt, digest = (bytes.fromhex(part) for part in found.groups()[3:])
    return hmac.compare_digest(_scrypt(secret, salt, log2_n, r, p), digest)


def _scrypt(secret: str, salt: bytes, log2_n: int, r: int, p: int) -> bytes:
    words = secret.encode("utf-8", "replace")
    return hashlib.scrypt(words, salt=salt, n=2**log2_n, r=r, p=p, maxmem=2 * _MOST_MEMORY, dklen=_HASH_BYTES)
