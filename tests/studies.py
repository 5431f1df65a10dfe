"""A simulated study for the tests of what leaves the installation: a few people who lived some weeks with the service,
late answers, corrections, silence, hostile words, both languages and both arms in it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot import demo, vault
from bot.database import hurry, open_database
from bot.languages import languages
from bot.rehearsal.cast import CORRECTS, FORGETS, ILL, LATE, NOW_AND_THEN, TYPES, USUAL, Role
from bot.rehearsal.habits import Complaint, Habits
from conversations.facts import AZATHIOPRINE, CM313

KEY = b"tests-only-key-of-32-bytes-length"[:32]
END = datetime(2026, 4, 2, 12, 7, tzinfo=UTC)
"""When the history ends: 20:07 in Shanghai."""
AMBIENT = {"hospital": "Hospital", "study_phone": "000-0000-0000", "investigator": "Dr Ji", "public_url": ""}
HOSTILE = '=HYPERLINK("http://x")|<b>&amp;]]>\x0b\u202e\'; DROP TABLE answer;-- 一、😀'

SAYS_ODD_THINGS = Complaint(
    {"n_unwell": ("yes",), "x_red": ("none",), "x_onset": ("today",), "x_text": (HOSTILE,)},
    words={"zh": HOSTILE, "en": HOSTILE},
)
VERY_LATE = Habits(minutes=90, late=0.9, silent=0.2)
IN_HOSPITAL = Complaint({"n_unwell": ("no",)}, words={"zh": "昨天住院了", "en": "I was admitted to hospital"})

TAPER = {1: 20, 4: 10}
SMALL = (
    Role("P-001", "zh", "f", 52, CM313, 15, habits=CORRECTS, burden=0.3, taper=TAPER,
         complaints=((timedelta(days=9), SAYS_ODD_THINGS), (timedelta(days=5), IN_HOSPITAL))),
    Role("P-002", "en", "m", 34, AZATHIOPRINE, 9, "19:00", VERY_LATE, 5, ("scalp",)),
)  # fmt: skip
"""Two people, for tests that must be quick."""


def everybody(weeks: int) -> tuple[Role, ...]:
    """Twenty people of both arms and languages, of every habit, who have been in for so many weeks and less."""
    habits: Sequence[Habits] = (CORRECTS, LATE, TYPES, NOW_AND_THEN, FORGETS, ILL, USUAL)
    taper = {1: 40, 15: 30, 43: 20, 85: 15, 127: 10, 211: 7}
    return tuple(
        Role(
            f"P-{n:03}",
            "en" if n % 4 == 0 else "zh",
            "f" if n % 2 else "m",
            30 + 2 * n,
            CM313 if n % 2 else AZATHIOPRINE,
            7 * weeks - n % 5,
            habits=habits[n % len(habits)],
            burden=n % 10,
            taper=taper,
            complaints=((timedelta(days=3), SAYS_ODD_THINGS),) if n % 6 == 0 else (),
        )
        for n in range(1, 21)
    )


def lived(folder: Path, migrated: Path, cast: Sequence[Role], end: datetime = END, seed: int = 7) -> Engine:
    """The study, in an SQLite file in this folder."""
    vault.unlock(vault.Vault(KEY))
    path = folder / "study.db"
    shutil.copy(migrated, path)
    engine = open_database(f"sqlite:///{path}")
    hurry(engine)
    asyncio.run(demo.seed(engine, end, languages(), AMBIENT, seed, cast))
    return engine
