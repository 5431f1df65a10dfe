"""`/oncall`: who is called now, who comes next, and from when on nobody is."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.roster_view import Place, roster_view
from bot.staff_desk import Desk
from bot.study_zone import study_zone
from conversations.text import Listed, Text, _, verbatim

AHEAD = timedelta(days=7)
MOST = 8
"""Shifts that are named at most."""


def show(desk: Desk, _rest: str = "") -> None:
    """As things stand now."""
    zone = study_zone(desk.session)
    view = roster_view(desk.session, desk.now, until=desk.now + AHEAD)
    lines = [
        _("On call now: {first}, then {second}", first=view.first or "–", second=view.second or "–"),
        _("Investigator: {names}", names=Listed(tuple(verbatim(name) for name in view.investigators or ("–",)))),
    ]
    if not view.in_force:
        lines.append(_("There is no roster yet: doctors are called in order of joining."))
    elif not view.covered:
        lines.append(_("⚠️ No shift covers this hour: the investigator is called."))
    if view.places:
        lines += [_("The next days:"), *(_shift(place, zone) for place in view.places[:MOST])]
    if view.gap is not None:
        gap = view.gap.astimezone(zone)
        lines.append(_("Nobody is entered from {date} {time} on.", date=gap.date(), time=gap))
    if view.unreachable:
        names = Listed(tuple(verbatim(name) for name in view.unreachable))
        lines.append(_("⚠️ Cannot be paged: {names}", names=names))
    desk.tell(*lines)


def _shift(place: Place, zone: ZoneInfo) -> Text:
    begins, ends = (at.astimezone(zone) for at in (place.starts, place.ends))
    return _(
        "{date} {begins} to {until} {ends}: {first}, then {second}",
        date=begins.date(),
        begins=begins,
        until=ends.date(),
        ends=ends,
        first=place.first,
        second=place.second,
    )
