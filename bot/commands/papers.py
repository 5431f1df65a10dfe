"""`anhao docs`: write the papers that people sign, as the code has them now. Needs no settings and no database."""

from pathlib import Path
from typing import Annotated

import typer

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def docs(
    folder: Annotated[Path, typer.Option("--output", metavar="FOLDER", help="Where they are written.")] = DOCS,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if one of them is stale.")] = False,
) -> None:
    """Write the concern table for signature and the side-by-side wordings, from the rules and questionnaires."""
    from bot.commands.output import note
    from bot.languages import languages
    from bot.papers import PAPERS

    stale = []
    for name, paper in PAPERS.items():
        path, words = folder / name, paper(languages())
        if path.is_file() and path.read_text(encoding="utf-8") == words:
            continue
        stale.append(name)
        if not check:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(words, encoding="utf-8")
    if check and stale:
        note(f"stale in {folder}: {', '.join(stale)}; run anhao docs")
        raise typer.Exit(1)
    note(f"written: {', '.join(stale)}" if stale else "The papers are those of this version.")
