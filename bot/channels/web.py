"""The web channel. A page reads what was said from the database, so a message has arrived as soon as it is written."""

from bot.channels import Outgoing

NAME = "web"


class WebChannel:
    """Takes every message; opening or refreshing the page shows it."""

    name = NAME

    async def send(self, outgoing: Outgoing) -> str:
        return outgoing.edits or "page"
