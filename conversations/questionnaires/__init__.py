"""Every check-in by its id, and every published version of it.

A published version never changes. A change is a new version beside the old one, for check-ins that are still open.
"""

from __future__ import annotations

from conversations.questionnaire import Questionnaire
from conversations.questionnaires import (
    ask,
    azathioprine,
    daily,
    doctor_message,
    end,
    follow_up,
    injection,
    laboratory,
    phone,
    problem,
    red_flag_screen,
    side_effects,
    stop,
    visit,
    weekly,
    welcome,
)

PUBLISHED: tuple[Questionnaire, ...] = (
    welcome.QUESTIONNAIRE,
    problem.QUESTIONNAIRE,
    red_flag_screen.QUESTIONNAIRE,
    follow_up.QUESTIONNAIRE,
    doctor_message.QUESTIONNAIRE,
    daily.QUESTIONNAIRE,
    weekly.QUESTIONNAIRE,
    side_effects.QUESTIONNAIRE,
    azathioprine.QUESTIONNAIRE,
    injection.QUESTIONNAIRE,
    visit.QUESTIONNAIRE,
    laboratory.QUESTIONNAIRE,
    phone.QUESTIONNAIRE,
    ask.QUESTIONNAIRE,
    stop.QUESTIONNAIRE,
    end.QUESTIONNAIRE,
)
"""All versions, older ones of a questionnaire before newer ones."""

ALL: dict[str, Questionnaire] = {questionnaire.id: questionnaire for questionnaire in PUBLISHED}
"""The newest version of each: what a new check-in is opened with."""

VERSIONS: dict[tuple[str, int], Questionnaire] = {(q.id, q.version): q for q in PUBLISHED}
"""Every version: what an open check-in goes on with."""


def questionnaire_of(id: str, version: int) -> Questionnaire:
    """The published questionnaire of this id and version."""
    return VERSIONS[id, version]
