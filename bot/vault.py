"""What is private is sealed before it reaches the database: AES-256-GCM, bound to its place, and a blind index.

A sealed value is `version (1 byte) ‖ key id (4) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`. Version, key id and place
("table.column") are authenticated, so a value that was changed, or moved to another column, does not open.
Nonces are random: one key is good for 2³² values, a thousand times what a trial writes.
"""

import hmac
import json
import re
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.sql.operators import OperatorType, eq, is_, is_not, ne
from sqlalchemy.types import TypeDecorator

KEY_BYTES = 32
_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_TAG_BYTES = 16
_HEADER_BYTES = len(_VERSION) + _KEY_ID_BYTES
_SHORTEST = _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES
_SURROGATES = re.compile("[\ud800-\udfff]")


class VaultError(Exception):
    """A value cannot be sealed or opened. The message names the place, never what is in it."""


class Phi(str):
    """Words of or about a person: a `str` that does not show itself in `repr`, and so in tracebacks and logged rows.

    Formatting it (`str()`, f-strings) gives the words as usual.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "‹phi›"


class Vault:
    """Seals and opens with keys derived from one data key. Safe to share between threads.

    `data_key` is 32 bytes; `older` are earlier data keys, which still open what they sealed until it is sealed anew.
    Raises VaultError for a key of another length.
    """

    def __init__(self, data_key: bytes, older: Sequence[bytes] = (), random: Callable[[int], bytes] | None = None):
        for key in (data_key, *older):
            if len(key) != KEY_BYTES:
                raise VaultError(f"a data key has exactly {KEY_BYTES} bytes")
        self._random = random or secrets.token_bytes
        self._key_id = _derived(data_key, "key id", _KEY_ID_BYTES)
        self._ciphers = {
            _derived(key, "key id", _KEY_ID_BYTES): AESGCM(_derived(key, "encrypt")) for key in (*older, data_key)
        }
        self._blind_key = _derived(data_key, "blind index")
        self._check_key = _derived(data_key, "key check")

    def __repr__(self) -> str:
        return "Vault(‹secret›)"

    def encrypt(self, plain: str, place: str) -> bytes:
        """`plain`, sealed for `place` ("table.column"): another value at each call. Any text survives, NUL too, but
        for lone surrogates, which no encoding carries: each comes back as U+FFFD."""
        header = _VERSION + self._key_id
        nonce = self._random(_NONCE_BYTES)
        return header + nonce + self._ciphers[self._key_id].encrypt(nonce, _encoded(plain), header + _encoded(place))

    def decrypt(self, sealed: bytes, place: str) -> Phi:
        """What `encrypt` sealed for this place. Raises VaultError if it was changed, moved, or its key is not here."""
        if len(sealed) < _SHORTEST or sealed[:1] != _VERSION:
            raise VaultError(f"{place}: not a sealed value")
        header, rest = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
        cipher = self._ciphers.get(header[1:])
        if cipher is None:
            raise VaultError(f"{place}: sealed with a key that is not here")
        try:
            plain = cipher.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], header + _encoded(place))
        except InvalidTag:
            raise VaultError(f"{place}: the sealed value was changed, or belongs to another place") from None
        return Phi(plain.decode())

    def is_current(self, sealed: bytes) -> bool:
        """Whether the present data key sealed this, or an older one did and it waits to be sealed anew."""
        return sealed[:_HEADER_BYTES] == _VERSION + self._key_id

    def blind(self, value: str, purpose: str) -> str:
        """A stand-in for `value` to look it up by: HMAC-SHA256, 64 hexadecimal digits, the same for the same value
        and purpose under this data key, and unlike for any other purpose. Normalise the value first.
        Raises VaultError for a purpose with a NUL in it."""
        if "\0" in purpose:
            raise VaultError("a purpose holds no NUL")
        return hmac.digest(self._blind_key, _encoded(purpose) + b"\0" + _encoded(value), "sha256").hex()

    def _check(self) -> str:
        return hmac.digest(self._check_key, b"anhao", "sha256").hex()


def key_check_value(vault: Vault) -> str:
    """64 hexadecimal digits to keep in the database, from which a wrong data key is noticed at start. Not secret."""
    return vault._check()


def matches(vault: Vault, stored: str) -> bool:
    """Whether this vault has the data key from which `stored` (a `key_check_value`) was made."""
    return hmac.compare_digest(key_check_value(vault).encode(), _encoded(stored))


def _derived(key: bytes, purpose: str, length: int = KEY_BYTES) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"anhao v1 {purpose}".encode()).derive(key)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text).encode()


class _Holder:
    """The one vault of this process: SQLAlchemy makes column types with the tables, long before there is a key, and
    offers no way to hand them one later."""

    vault: Vault | None = None


def unlock(vault: Vault) -> None:
    """Let the encrypted columns of this process use this vault from now on."""
    _Holder.vault = vault


def lock() -> None:
    """Take the vault away: encrypted columns can be neither written nor read until the next `unlock`."""
    _Holder.vault = None


def opened() -> Vault:
    """The vault of this process, for `blind` in look-ups. Raises VaultError before `unlock`."""
    if _Holder.vault is None:
        raise VaultError("the vault is locked: call bot.vault.unlock at start, before any encrypted column is used")
    return _Holder.vault


class _Sealed(TypeDecorator[Any]):
    """A column of sealed bytes. It can be compared with nothing but NULL: the same value is sealed differently each
    time, so `==` would silently find no row."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        """`place` is "table.column", the column's own name; it must never change while sealed values exist."""
        super().__init__()
        if not re.fullmatch(r"\w+\.\w+", place):
            raise VaultError("the place of an encrypted column is written table.column")
        self.place = place

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.place!r})"

    class Comparator(TypeDecorator.Comparator[Any]):
        def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> Any:
            if op in (eq, ne, is_, is_not) and all(one is None for one in other):
                return super().operate(op, *other, **kwargs)
            raise TypeError("an encrypted column can only be compared with None: look it up by its blind index")

    comparator_factory = Comparator


class EncryptedText(_Sealed):
    """Text, sealed: `str | None` in, `Phi | None` out. None is stored as NULL."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise TypeError(f"{self.place} takes text, not {type(value).__name__}")
        return opened().encrypt(value, self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> Phi | None:
        return None if value is None else opened().decrypt(bytes(value), self.place)


class EncryptedJSON(_Sealed):
    """What JSON can hold, sealed; strings in it come out as `Phi`. None is stored as NULL, so it has no JSON null at
    the top. As with plain JSON columns, give it a new object: a change inside the old one goes unnoticed.

    Raises TypeError or ValueError for what JSON has no word for (dates, NaN)."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        words = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return opened().encrypt(words, self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else _guarded(json.loads(opened().decrypt(bytes(value), self.place)))


def _guarded(value: Any) -> Any:
    match value:
        case str():
            return Phi(value)
        case list():
            return [_guarded(one) for one in value]
        case dict():
            return {name: _guarded(one) for name, one in value.items()}
    return value
