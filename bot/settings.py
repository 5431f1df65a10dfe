"""The settings of one installation: read once, from the environment and `.env`, and frozen.

The environment wins over `.env`. An empty value is as good as none, except where a study cannot do without one.
"""

import base64
import binascii
import os
import re
import secrets
import stat
from collections.abc import Callable, Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.vault import KEY_BYTES

DEMO_HOSPITAL_NAME = "DEMO Hospital 演示医院"
DEMO_STUDY_PHONE = "000-0000-0000 (DEMO 演示)"
DEMO_INVESTIGATOR = "DEMO Investigator 演示研究者"
DEMO_ETHICS_PHONE = "000-0000-0001 (DEMO 演示)"
HIDDEN_DIGITS = "····"
"""Said in place of the last digits of somebody's telephone number, everywhere but on their own screen."""

SECRET_KEY_FILE = "anhao.secret.key"
DATA_KEY_FILE = "anhao.data.key"

TELEGRAM_CLOUD = "https://api.telegram.org"
PRIVACY_LEVELS_BUILT = ("full",)
PRIVACY_LEVELS_TO_COME = ("neutral", "nudge")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

_CONTACTS = frozenset({"hospital_name", "study_phone", "investigator", "ethics_phone"})
_POSTGRESQL = re.compile(r"(?:postgres|postgresql|postgresql\+psycopg)://", re.IGNORECASE)
_BOT_TOKEN = re.compile(r"\d+:[\w-]{30,}", re.ASCII)
_BETWEEN_URLS = re.compile(r"[\s,]+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_NOT_ZONES = frozenset({"localtime", "Factory"})  # files beside the zones, which mean another thing on every machine


class SettingError(Exception):
    """A setting is wrong or missing. The message is one line that names it and never holds a secret value."""


def _web_address(value: str) -> str:
    """An http(s) address without credentials, query and fragment, and without the last slash."""
    try:
        parts = urlsplit(value)
        address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        plain = address and "@" not in parts.netloc and not re.search(r"[\s?#]", value)
    except ValueError:  # a port that is no port, a bracket that is not closed
        plain = False
    if not plain:
        raise ValueError("must be an address that begins with http:// or https://, without user, query or fragment")
    return value.rstrip("/")


def _within(lowest: float, highest: float, kind: type[int] | type[float]) -> BeforeValidator:
    def read(value: object) -> object:
        try:
            number = kind(str(value))
        except ValueError:
            number = kind(0)
        if number == 0 or not lowest <= number <= highest:  # no comparison holds for a NaN
            floor = "more than 0" if lowest == 0 else f"{lowest:g} or more"
            raise ValueError(f"must be a {'whole ' if kind is int else ''}number, {floor} and at most {highest:g}")
        return number

    return BeforeValidator(read)


def _on_or_off(value: object) -> bool:
    known = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
    answer = known.get(str(value).lower())
    if answer is None:
        raise ValueError("must be on or off")
    return answer


class Settings(BaseSettings):
    """All settings by their lower-case names. Made by `load_settings`, which alone looks at the outside.

    Values that are secret, or may hold one, are `SecretStr` and are left out of `repr`.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, validate_default=False)

    database_url: SecretStr = Field(default=SecretStr("sqlite:///anhao.db"), repr=False)
    """Normalised: `sqlite:////absolute/path` or `postgresql+psycopg://…`."""
    telegram_bot_token: SecretStr | None = Field(default=None, repr=False)
    telegram_api_url: str = TELEGRAM_CLOUD
    telegram_webhook: Annotated[bool, BeforeValidator(_on_or_off)] = False
    telegram_privacy: str = "full"
    host: str = "127.0.0.1"
    port: Annotated[int, _within(1, 65535, int)] = 8000
    public_url: str = Field(default="", validate_default=True)
    """Without a slash at its end; by default where `host` and `port` are reached from this machine."""
    secret_key: SecretStr = Field(default=SecretStr(""), repr=False)
    data_key: SecretStr = Field(default=SecretStr(""), repr=False)
    hospital_name: str = DEMO_HOSPITAL_NAME
    study_phone: str = DEMO_STUDY_PHONE
    investigator: str = DEMO_INVESTIGATOR
    ethics_phone: str = DEMO_ETHICS_PHONE
    study_timezone: str = "Asia/Shanghai"
    tick_seconds: Annotated[float, _within(0, 3600, float)] = 5.0
    """Seconds between two looks of the clock."""
    notice_urls: Annotated[tuple[SecretStr, ...], NoDecode] = Field(default=(), repr=False)
    heartbeat_url: SecretStr | None = Field(default=None, repr=False)
    export_folder: Path | None = None
    """Where every table is put each night, for teams that pull; without it nothing is exported by itself."""
    export_at: time = time(2, 30)
    """The hour of that, in the study's zone."""
    log_level: str = "INFO"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load_settings` hands over: the environment is read there, once."""
        return (init_settings,)

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        url = _POSTGRESQL.sub("postgresql+psycopg://", value.get_secret_value(), count=1)
        try:
            parts = make_url(url)
        except (ArgumentError, ValueError):
            parts = None
        if parts is not None and parts.drivername == "postgresql+psycopg":
            return SecretStr(url)
        if parts is None or parts.drivername != "sqlite" or parts.host or not url.lower().startswith("sqlite:///"):
            raise ValueError("must begin with sqlite:/// and a path, or with postgres:// or postgresql://")
        if parts.query or not parts.database or parts.database == ":memory:" or parts.database.endswith("/"):
            raise ValueError("must name a file after sqlite:///, with nothing behind it")
        return SecretStr(url)

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _BOT_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("must be a token as BotFather gives it (digits, a colon, 30 or more characters)")
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _bot_api(cls, value: str) -> str:
        return _web_address(value)

    @field_validator("public_url")
    @classmethod
    def _links(cls, value: str, info: ValidationInfo) -> str:
        if value:
            return _web_address(value)
        host, port = info.data.get("host", ""), info.data.get("port", 0)
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # listening everywhere includes here
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @field_validator("telegram_privacy")
    @classmethod
    def _privacy(cls, value: str) -> str:
        level = value.lower()
        if level in PRIVACY_LEVELS_TO_COME:
            raise ValueError(f"the level {level} is not built yet; built so far: {', '.join(PRIVACY_LEVELS_BUILT)}")
        if level not in PRIVACY_LEVELS_BUILT:
            raise ValueError(f"must be one of {', '.join(PRIVACY_LEVELS_BUILT)}")
        return level

    @field_validator("host")
    @classmethod
    def _host(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9._:-]+", value):
            raise ValueError("must be a host name or an IP address to listen on")
        return value

    @field_validator("hospital_name", "study_phone", "investigator", "ethics_phone")
    @classmethod
    def _contact(cls, value: str) -> str:
        if not value:
            raise ValueError("is empty: a study may not go live while one is empty")
        if len(value) > 100 or not value.isprintable():
            raise ValueError("must be one line of at most 100 characters")
        return value

    @field_validator("study_phone", "ethics_phone")
    @classmethod
    def _phone(cls, value: str) -> str:
        if sum(letter.isdecimal() for letter in value) < 3:
            raise ValueError("must hold a telephone number")
        return value

    @field_validator("study_timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value in _NOT_ZONES or value not in available_timezones():
            raise ValueError("must be a known IANA time zone, such as Asia/Shanghai")
        return value

    @field_validator("notice_urls", mode="before")
    @classmethod
    def _notices(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        urls = [url.rstrip(",") for url in _BETWEEN_URLS.split(value.strip(" \t\r\n,"))]
        if not all(_URL.fullmatch(url) for url in urls):
            raise ValueError("must be Apprise URLs (name://…) with commas or spaces between them")
        return tuple(urls)

    @field_validator("heartbeat_url")
    @classmethod
    def _heartbeat(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"https?://[^\s/]\S*", value.get_secret_value()):
            raise ValueError("must be an address that begins with http:// or https://")
        return value

    @field_validator("export_folder")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        if value is not None and not (value.is_absolute() and value.is_dir()):
            raise ValueError("must be a folder that exists, with its whole path")
        return value

    @field_validator("export_at", mode="before")
    @classmethod
    def _export_at(cls, value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError("must be a time of day, such as 02:30")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in LOG_LEVELS:
            raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}")
        return value.upper()

    @field_validator("secret_key", "data_key")
    @classmethod
    def _key(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            _key_bytes(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _together(self) -> Self:
        cloud = self.telegram_api_url == TELEGRAM_CLOUD and self.telegram_bot_token is not None
        if self.telegram_webhook and cloud and not self.public_url.startswith("https://"):
            raise ValueError("PUBLIC_URL: must begin with https:// when TELEGRAM_WEBHOOK is on")
        return self

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database serves, and so one process only."""
        return self.database_url.get_secret_value().startswith("sqlite:")

    @property
    def is_demo_contact(self) -> bool:
        """Whether any of hospital, telephone and investigator is still the demo value: nobody answers there."""
        return (
            self.hospital_name == DEMO_HOSPITAL_NAME
            or self.study_phone == DEMO_STUDY_PHONE
            or self.investigator == DEMO_INVESTIGATOR
        )

    @property
    def ambient(self) -> Mapping[str, str]:
        """What the installation knows and sentences name."""
        return {
            "hospital": self.hospital_name,
            "study_phone": self.study_phone,
            "investigator": self.investigator,
            "ethics_phone": self.ethics_phone,
            "public_url": self.public_url,
            "last4": HIDDEN_DIGITS,
        }

    @property
    def zone(self) -> ZoneInfo:
        """The study's time zone."""
        return ZoneInfo(self.study_timezone)

    @property
    def secret_key_bytes(self) -> bytes:
        """32 bytes, for sessions and links."""
        return _key_bytes(self.secret_key.get_secret_value())

    @property
    def data_key_bytes(self) -> bytes:
        """32 bytes, for `bot.vault.Vault`."""
        return _key_bytes(self.data_key.get_secret_value())

    def secret_values(self) -> tuple[str, ...]:
        """All that must never come out in a log, for `bot.logs.set_up`. Never print it."""
        held = (self.telegram_bot_token, self.secret_key, self.data_key, self.heartbeat_url, *self.notice_urls)
        values = [secret.get_secret_value() for secret in held if secret is not None]
        if not self.is_sqlite:
            values.append(self.database_url.get_secret_value())
            values.append(make_url(self.database_url.get_secret_value()).password or "")
        return tuple(value for value in values if value)


def load_settings(env: Mapping[str, str] | None = None, folder: Path = Path()) -> Settings:
    """Read everything once. `env` is the environment (by default this process's own); `folder` is where `.env` lies
    and what a relative SQLite path starts from. With SQLite, keys that are missing are made beside the database.

    Raises `SettingError`: one line that names the setting, or several of them with "; " between.
    """
    settings = _validated(_given(os.environ if env is None else env, folder))
    if settings.is_sqlite:
        database = _sqlite_path(settings, folder)
        url = SecretStr(f"sqlite:///{database}")
        keys = {
            # without its old data key an existing database could never be read again, so a new one helps nobody
            "data_key": settings.data_key.get_secret_value()
            or _kept_key("DATA_KEY", database.with_name(DATA_KEY_FILE), may_make=not _has_content(database)),
            "secret_key": settings.secret_key.get_secret_value()
            or _kept_key("SECRET_KEY", database.with_name(SECRET_KEY_FILE), may_make=True),
        }
        settings = settings.model_copy(
            update={"database_url": url} | {name: SecretStr(key) for name, key in keys.items()}
        )
    missing = [name for name in ("SECRET_KEY", "DATA_KEY") if not getattr(settings, name.lower()).get_secret_value()]
    if missing:
        raise SettingError(f"{' and '.join(missing)}: must be given with PostgreSQL (base64 of {KEY_BYTES} bytes)")
    if settings.secret_key_bytes == settings.data_key_bytes:
        raise SettingError("SECRET_KEY and DATA_KEY: must be two different keys")
    return settings


def _given(env: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """What the outside says, by field name; empty values are dropped, but for the contacts, where empty is refused."""
    from_environment = EnvSettingsSource(Settings)
    from_environment.env_vars = {name.lower(): value for name, value in env.items()}
    try:
        from_file = DotEnvSettingsSource(Settings, env_file=folder / ".env", env_file_encoding="utf-8")
        values = {**from_file(), **from_environment()}
    except (OSError, UnicodeDecodeError):
        values = None
    if values is None:
        raise SettingError(f"{folder / '.env'}: cannot be read as UTF-8 text")
    stripped = {name: str(value or "").strip() for name, value in values.items() if name in Settings.model_fields}
    return {name: value for name, value in stripped.items() if value or name in _CONTACTS}


def _validated(values: dict[str, Any]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    lines = []
    for one in found:
        said = one["msg"].removeprefix("Value error, ")
        lines.append(f"{str(one['loc'][0]).upper()}: {said}" if one["loc"] else said)
    raise SettingError("; ".join(lines))  # outside the except: the pydantic error, which holds values, is not its cause


def _sqlite_path(settings: Settings, folder: Path) -> Path:
    """The absolute path of the database, whose folder exists."""
    name = make_url(settings.database_url.get_secret_value()).database or ""
    path = Path(os.path.abspath(folder / name))
    if not path.parent.is_dir():
        raise SettingError(f"DATABASE_URL: the folder {path.parent} does not exist")
    if path.is_dir() or "?" in str(path):  # a question mark in a URL begins its options
        raise SettingError("DATABASE_URL: must name a file, and no folder on its path may hold a question mark")
    return path


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _key_bytes(text: str) -> bytes:
    """The key that base64 (of either alphabet, padded or not) stands for. Raises ValueError, without the key."""
    plain = text.strip().rstrip("=").translate(str.maketrans("+/", "-_"))
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"must be base64 of exactly {KEY_BYTES} bytes")
    return key


def _kept_key(name: str, path: Path, *, may_make: bool) -> str:
    """The key in the file, which is made when it is missing. Two processes that start together get the same one."""
    try:
        if not path.exists():
            if not may_make:
                raise SettingError(f"{name}: the database exists but its key file {path} is missing: restore the file")
            _make_key_file(path)
        text = _read_key_file(name, path)
    except OSError as error:
        raise SettingError(f"{name}: the key file {path} cannot be used: {error.strerror}") from None
    try:
        _key_bytes(text)
    except ValueError as error:
        raise SettingError(f"{name}: the key file {path} {error}") from None
    return text


def _read_key_file(name: str, path: Path) -> str:
    with open(path, "rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise SettingError(f"{name}: the key file {path} is not a plain file")
        if mode & 0o077:
            raise SettingError(f"{name}: the key file {path} can be read by others: chmod 600 it")
        return file.read(1024).decode("ascii", "replace").strip()


def _make_key_file(path: Path, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
    """A key of mode 0600, whole or not at all: written aside, then linked, which fails if there is one already."""
    aside = path.with_name(f"{path.name}.{random(8).hex()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(base64.urlsafe_b64encode(random(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:  # another process was first: its key counts
            return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        os.unlink(aside)
