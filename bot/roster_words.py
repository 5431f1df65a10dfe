"""What the roster says of now, in one or two lines that stand on every page of the console."""

from zoneinfo import ZoneInfo

from bot.roster_view import RosterView
from conversations.text import Text, _


def on_call(view: RosterView, zone: ZoneInfo) -> list[tuple[Text, bool]]:
    """Who is on call, and when nobody will be; each line with whether it is alarming (red)."""
    lines: list[tuple[Text, bool]] = []
    if view.in_force and not view.covered:
        lines.append((_("⚠️ Nobody is on call now: the investigator is paged. Please enter the roster."), True))
    elif view.first is None and view.second is None:
        lines.append((_("⚠️ Nobody of those on call can be paged now."), True))
    else:
        lines.append(
            (_("On call now: {first}, then {second}", first=view.first or "–", second=view.second or "–"), False)
        )
    if view.covered and view.gap is not None:
        gap = view.gap.astimezone(zone)
        lines.append((_("Nobody is entered from {date} {time} on.", date=gap.date(), time=gap), view.gap_soon))
    return lines
