"""The roster on the console: everybody sees it, coordinators and investigators enter it, a hole is refused."""

from __future__ import annotations

from tests.talk import Service
from tests.team import assemble
from tests.web.browsing import console

WEEK = {"first_day": "2026-03-05", "last_day": "2026-03-11", "first": "Dr Wu", "second": "Dr Lin"}


async def test_a_coordinator_enters_a_week_and_everybody_sees_it(service: Service) -> None:
    team = assemble(service)
    chen, lin = console(service, team.chen).opens(), console(service, team.lin).opens()
    assert "现在值班：Dr Lin，其次Dr Wu" in chen.gets("/day")

    chen.gets("/roster")
    chen.posts("/roster", **WEEK)

    assert "已保存" in chen.text
    assert "现在值班：Dr Wu，其次Dr Lin" in chen.text
    said = lin.gets("/escalations")
    assert "On call now: Dr Wu, then Dr Lin" in said
    assert "Nobody is entered from 12 March 00:00 on." in said
    await service.outbox.drain()
    team.wu.hears("🔔 Test page")


async def test_a_gap_and_an_overlap_are_refused_in_the_readers_language_and_nothing_typed_is_lost(
    service: Service,
) -> None:
    team = assemble(service)
    ji = console(service, team.ji).opens()
    ji.gets("/roster")
    ji.posts("/roster", **WEEK)

    ji.posts("/roster", **WEEK | {"first_day": "2026-03-13", "last_day": "2026-03-13"})
    assert ji.status == 409
    assert "There would be a gap: nobody on call from 12 March 00:00 to 13 March 00:00." in ji.text
    assert 'value="2026-03-13"' in ji.html
    ji.posts("/roster", **WEEK | {"last_day": "2026-03-05"})
    assert ji.status == 409
    assert "Somebody is on call already from 5 March 00:00 to 6 March 00:00." in ji.text
    ji.posts("/roster", **WEEK | {"second": "Dr Wu"})
    assert ji.status == 422
    ji.posts("/roster", **WEEK | {"first_day": "soon"})
    assert ji.status == 422


async def test_a_doctor_looks_at_it_only_and_is_told_in_red_that_nobody_is_on_call(service: Service) -> None:
    """Fault 28: the console is red."""
    team = assemble(service)
    ji, lin = console(service, team.ji).opens(), console(service, team.lin).opens()
    ji.gets("/roster")
    ji.posts("/roster", **WEEK | {"last_day": "2026-03-05"})
    assert "Enter who is on call" not in lin.gets("/roster")
    lin.posts("/roster", **WEEK)
    assert lin.status == 403

    await service.passes(hours=6)

    lin.gets("/roster")
    assert "⚠️ Nobody is on call now: the investigator is paged." in lin.text
