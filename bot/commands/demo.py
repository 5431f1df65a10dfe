"""`anhao demo`: a small study marked DEMO, made by simulated people, and everything served on this machine.

It has a folder of its own with its database and keys, and never touches a study. A study that was not finished in the
making is thrown away.
"""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.settings import Settings

FOLDER = "demo"
FILE = "demo.db"
NOT_OF_A_STUDY = ("SECRET_KEY", "DATA_KEY", "NOTICE_URLS", "HEARTBEAT_URL", "PUBLIC_URL", "TELEGRAM_WEBHOOK")
"""Settings of a real study that the demo leaves alone."""


def demo() -> None:
    """A small study to try, marked DEMO: no token, no other server. Prints three links. Ctrl-C ends it."""
    from bot.commands.installation import refusals, set_up_log
    from bot.commands.run import alone
    from bot.languages import languages
    from bot.serving import listen

    with refusals():
        settings = demo_settings(os.environ, Path())
        set_up_log(settings, serving=False)
        path = Path(settings.database_url.get_secret_value().removeprefix("sqlite:///"))
        with listen(settings) as listening, alone(settings, str(path)):
            if not path.exists():
                _make(settings, path)
            _serve(settings, listening, languages())


def demo_settings(env: Mapping[str, str], folder: Path) -> "Settings":
    """The settings with a database and keys of the demo's own, on this machine alone. Raises SettingError."""
    from dotenv import dotenv_values

    from bot.settings import (
        DEMO_HOSPITAL_NAME,
        DEMO_INVESTIGATOR,
        DEMO_STUDY_PHONE,
        SettingError,
        load_settings,
    )

    given = {**dotenv_values(folder / ".env"), **env}
    if (given.get("DATABASE_URL") or "sqlite:").lower().startswith("postgres"):
        raise SettingError("DATABASE_URL: the demo makes an SQLite file of its own and does not use PostgreSQL")
    (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
    own = {
        "DATABASE_URL": f"sqlite:///{FOLDER}/{FILE}",
        "HOST": "127.0.0.1",
        "HOSPITAL_NAME": DEMO_HOSPITAL_NAME,
        "STUDY_PHONE": DEMO_STUDY_PHONE,
        "INVESTIGATOR": DEMO_INVESTIGATOR,
    }
    return load_settings({**env, **own, **dict.fromkeys(NOT_OF_A_STUDY, "")}, folder)


def _make(settings: "Settings", path: Path) -> None:
    """Make the study beside its place, and put it there when it is whole."""
    from bot import database
    from bot.commands.installation import bring_up, now, open_engine
    from bot.commands.output import note
    from bot.demo import seed
    from bot.languages import languages

    note("Making a small study marked DEMO: twelve people live through some weeks, in less than a minute …")
    making = path.with_name(f"{path.name}.making")
    for old in (making, *path.parent.glob(f"{making.name}-*")):
        old.unlink(missing_ok=True)
    engine = open_engine(settings.model_copy(update={"database_url": _url(f"sqlite:///{making}")}))
    try:
        database.hurry(engine)
        bring_up(settings, engine)
        asyncio.run(seed(engine, now(), languages(), settings.ambient))
    except KeyboardInterrupt:
        note("Stopped; what was made so far is thrown away.")
        raise typer.Exit(130) from None
    finally:
        engine.dispose()
    making.rename(path)


def _url(url: str) -> Any:
    from pydantic import SecretStr

    return SecretStr(url)


def _serve(settings: "Settings", listening: Any, languages: Any) -> None:
    """Everything that runs, until Ctrl-C."""
    import uvloop

    from bot.commands.installation import bring_up, now, open_engine
    from bot.running import serve

    engine = open_engine(settings)
    try:
        bring_up(settings, engine)
        _say_where(settings, engine)
        uvloop.run(serve(engine, settings, languages, now, listening))
    finally:
        engine.dispose()


def _say_where(settings: "Settings", engine: "Engine") -> None:
    """Print the links, each on a line of its own, so that a terminal makes it one to be clicked."""
    from bot.bot_name import learn
    from bot.commands.installation import now
    from bot.commands.output import note
    from bot.database import transaction
    from bot.demo import doors

    if not learn(engine, settings):
        note("The Bot API did not say the bot's name, so there are no Telegram links.")
    with transaction(engine) as session:
        lines = ["", "DEMO 演示: everybody here is invented. 这里的人都是虚构的。"]
        for door in doors(session, settings, now()):
            lines += ["", door.whose, *(f"  {link}" for link in door.links)]
    print("\n".join([*lines, "", "Ctrl-C ends it; the same command goes on where it was."]), flush=True)
