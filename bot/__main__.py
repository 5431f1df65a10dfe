"""The command line, put together: `anhao`, or `python -m bot`. Each command imports what it needs when it runs.

Exit 0 done, 1 refused (one line says why), 2 wrong use or a wrong setting.
"""

import typer

from bot.commands import care, data, demo, oncall, papers, participants, play, service, staff, words

app = typer.Typer(
    name="anhao",
    help="Anhao 安好: check-ins for a trial's participants, and alarms that reach a doctor.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    service.run,
    service.migrate,
    service.web,
    service.worker,
    demo.demo,
    care.plan,
    care.visit,
    play.play,
    words.triage,
    words.dose,
    data.export,
    data.report,
    data.adherence,
    data.replay,
    papers.docs,
):
    app.command()(command)
app.command("import")(data.import_)
app.add_typer(participants.app, name="participant")
app.add_typer(staff.app, name="staff")
app.add_typer(oncall.app, name="oncall")


def main() -> None:
    """Run one command; never returns."""
    app(prog_name="anhao")


if __name__ == "__main__":
    main()
