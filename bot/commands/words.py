"""`anhao triage` and `anhao dose`: what words would mean. They need no settings and keep nothing."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

import typer

from bot.commands.options import AsJson, read_number

Words = Annotated[str | None, typer.Argument(help="Without it: all of standard input.")]
Lines = Annotated[bool, typer.Option("--lines", help="One text a line in, one JSON object a line out.")]
Meaning = Mapping[str, Any]


def triage(text: Words = None, lines: Lines = False, as_json: AsJson = False) -> None:
    """What free text would raise: its severity, the rules, and whether it would first ask "is this you, now?"."""
    from conversations.red_flags import triage as judge

    def meaning(words: str) -> Meaning:
        found = judge(words)
        return {"severity": found.severity, "rules": list(found.rules), "ask": found.ask}

    _answer(text, lines, as_json, meaning)


def dose(
    drug: Annotated[str, typer.Option(metavar="DRUG", help="prednisone, methylprednisolone … or azathioprine")],
    text: Words = None,
    tablet_mg: Annotated[Decimal | None, typer.Option(parser=read_number, metavar="MG", help="One tablet.")] = None,
    plan_mg: Annotated[Decimal | None, typer.Option(parser=read_number, metavar="MG", help="The day's plan.")] = None,
    lines: Lines = False,
    as_json: AsJson = False,
) -> None:
    """What a dose phrase means: mg of the drug for the day, or unclear."""
    from conversations.doses import DRUGS, ReadDose, find_drug, read_dose

    known = DRUGS.get(drug) or find_drug(drug)
    if known is None:
        raise typer.BadParameter(f"{drug!r} is not one of {', '.join(DRUGS)}", param_hint="--drug")
    if tablet_mg is not None and tablet_mg <= 0:
        raise typer.BadParameter("a tablet has more than 0 mg", param_hint="--tablet-mg")
    if plan_mg is not None and plan_mg < 0:
        raise typer.BadParameter("a plan has 0 mg or more", param_hint="--plan-mg")

    def meaning(words: str) -> Meaning:
        match read_dose(words, known.code, tablet_mg, plan_mg):
            case ReadDose(mg=mg, confirm=confirm):
                return {"mg": float(mg), "confirm": confirm}
        return {"mg": None, "unclear": True}

    _answer(text, lines, as_json, meaning)


def _answer(text: str | None, lines: bool, as_json: bool, meaning: Callable[[str], Meaning]) -> None:
    from bot.commands.output import show

    if lines:
        if text is not None:
            raise typer.BadParameter("with --lines the texts come from standard input", param_hint="TEXT")
        for line in _lines():
            print(json.dumps(meaning(line)), flush=True)
    else:
        show(meaning(text if text is not None else "".join(f"{line}\n" for line in _lines()).strip()), as_json)


def _lines() -> Iterator[str]:
    """Standard input by line; what is no UTF-8 becomes U+FFFD."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
