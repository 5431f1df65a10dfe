"""The bot's name, which its links hold: asked of the Bot API once, and kept."""

import http.client
import json
import urllib.error
import urllib.request

from sqlalchemy import Engine
from sqlmodel import Session

from bot.database import transaction
from bot.models import Installation
from bot.settings import Settings

NAME = "telegram_username"
"""Where the bot's name is kept: the bot's number, a space, its name. Another bot's token asks anew."""
SECONDS = 5.0
"""How long the Bot API may take to say the bot's name."""


def kept_link(session: Session, settings: Settings, payload: str) -> str | None:
    """The link that opens Telegram with this payload; None without a bot, or while its name is not known."""
    token = settings.telegram_bot_token
    if token is None:
        return None
    kept = session.get(Installation, NAME)
    of_bot, _space, name = kept.value.partition(" ") if kept else ("", "", "")
    return f"https://t.me/{name}?start={payload}" if of_bot == _number(token.get_secret_value()) and name else None


def bot_link(session: Session, payload: str) -> str | None:
    """The same where the settings are not at hand: by the name that was learnt last."""
    kept = session.get(Installation, NAME)
    name = kept.value.partition(" ")[2] if kept else ""
    return f"https://t.me/{name}?start={payload}" if name else None


def learn(engine: Engine, settings: Settings) -> bool:
    """Ask the Bot API, unless the name is kept; whether it is known now (or there is no bot to know)."""
    token = settings.telegram_bot_token
    if token is None:
        return True
    with transaction(engine) as session:
        if kept_link(session, settings, "") is not None:
            return True
    name = _asked(settings.telegram_api_url, token.get_secret_value())
    if name is None:
        return False
    with transaction(engine) as session:
        session.merge(Installation(name=NAME, value=f"{_number(token.get_secret_value())} {name}"))
    return True


def _number(token: str) -> str:
    return token.partition(":")[0]


def _asked(api: str, token: str) -> str | None:
    """The bot's name, or None. Errors are not shown: their text would hold the token."""
    try:
        with urllib.request.urlopen(f"{api}/bot{token}/getMe", timeout=SECONDS) as answer:
            name = json.loads(answer.read(65_536))["result"]["username"]
    except (OSError, urllib.error.URLError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None
    return name if isinstance(name, str) and name.isidentifier() else None
