"""The links that bring a person in, as commands print them."""

from bot.bot_name import kept_link, learn
from bot.commands.installation import Installation
from bot.commands.output import note


def telegram_link(installation: Installation, payload: str) -> str | None:
    """The link that opens Telegram with this payload; None, with a note why, where the bot's name is not known."""
    if not learn(installation.engine, installation.settings):
        note("The Bot API did not say the bot's name, so there is no link; the payload works all the same.")
    with installation.transaction() as session:
        return kept_link(session, installation.settings, payload)
