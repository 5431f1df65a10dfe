"""The links that bring a person in. The bot's name is asked of the Bot API once, and kept."""

import http.client
import json
import urllib.error
import urllib.request

from sqlmodel import Session

from bot.commands.installation import Installation
from bot.commands.output import note
from bot.models import Installation as Kept

NAME = "telegram_username"
"""Where the bot's name is kept: the bot's number, a space, its name. Another bot's token asks anew."""
SECONDS = 5.0
"""How long the Bot API may take to say the bot's name."""


def telegram_link(installation: Installation, payload: str) -> str | None:
    """The link that opens Telegram with this payload; None, with a note why, where the bot's name is not known."""
    token = installation.settings.telegram_bot_token
    if token is None:
        return None
    number = token.get_secret_value().partition(":")[0]
    with installation.transaction() as session:
        name = _kept(session, number)
    if name is None:
        name = _asked(installation.settings.telegram_api_url, token.get_secret_value())
        if name is None:
            note("The Bot API did not say the bot's name, so there is no link; the payload works all the same.")
            return None
        with installation.transaction() as session:
            session.merge(Kept(name=NAME, value=f"{number} {name}"))
    return f"https://t.me/{name}?start={payload}"


def _kept(session: Session, number: str) -> str | None:
    kept = session.get(Kept, NAME)
    of_bot, _space, name = kept.value.partition(" ") if kept else ("", "", "")
    return name if of_bot == number and name else None


def _asked(api: str, token: str) -> str | None:
    """The bot's name, or None. Errors are not shown: their text would hold the token."""
    try:
        with urllib.request.urlopen(f"{api}/bot{token}/getMe", timeout=SECONDS) as answer:
            name = json.loads(answer.read(65_536))["result"]["username"]
    except (OSError, urllib.error.URLError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None
    return name if isinstance(name, str) and name.isidentifier() else None
