"""What a participant is told: the messages M-E … M-L and the extra lines of the rules (clinical content §4).

`{study_phone}` stays in the sentences: the shell fills it in from its settings. A sentence that tells someone to take,
hold or fetch a medicine stands apart and is left out until it is signed (§6): by the rule's id, by `M-U` or `M-Q`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from conversations import derived, rule
from conversations.given import Given, as_number
from conversations.rule import Message, Rule, lines_of, raised_milder
from conversations.text import Text, _

EXTRA_LINES = 3
"""At most so many extra lines follow the message (§4, “When shown”)."""

CONTRADICTING: tuple[tuple[str, ...], ...] = (("U16", "U19", "U11", "U13"), ("E10", "E05"))
"""Of the lines of these rules only those of the first are said. First group: §4, “When shown”. Second: “take sugar”
and “do not eat or drink”; ours, to confirm."""

STANDING_ALONE = ("U28", "R02", "R13")
"""Rules whose line takes the place of the message, where nothing else was met (§4: U28 “instead of M-U2”; R02 and R13
name no message)."""

EMERGENCY = _(
    "This may be an emergency. Call 120 now, or have someone take you to the nearest emergency department. "
    "Take your study card and your medicines with you. "
    "We are alerting the study doctor, but do not wait for us."
)
SELF_HARM = _(
    "Thank you for telling us. Please do not stay alone: ask someone you trust to be with you now. "
    "You can call 12356, the psychological support line; you need not give your name. "
    "If you are afraid you may act on it, or have already hurt yourself or taken too much medicine, "
    "call 120 or 110 now. "
    "We are asking the study doctor to phone you; do not wait for that call if you need help."
)
URGENT = _(
    "Thank you for telling us. We are asking the study doctor to phone you as soon as possible. "
    "If nobody has called in 2 hours, ring {study_phone}. "
    "If you get worse, or cannot reach us, go to the emergency department or call 120."
)
DO_NOT_STOP = _("Do not stop your steroid on your own.")
CAN_WAIT = _(
    "Thank you for telling us. The study team will contact you within 24 hours. "
    "If you are worried, ring {study_phone}. "
    "If you get worse, tap 'I have a problem'; in an emergency call 120."
)
KEEP_TO_PLAN = _("Until then keep to the doctor's plan for your medicines.")
CANNOT_WAIT = _("If it cannot wait, ring {study_phone}.")
ETHICS = _("You may also ring the ethics committee: {ethics_phone}.")


def sentences(message: str, rules: Sequence[Rule], given: Given) -> list[Text]:
    """The message for these rules, worst first, with at most three of their lines.

    `message` is the one that was chosen when the rules were judged; where the answers make them milder (`message_of`),
    the milder one is said. Empty where nothing is to be said.
    """
    spoken = [met for met in rules if message_of(met, given)]
    if message == "M-E":
        return [*_unconfirmed_overdose(rules, given), *message_alone(message, given), *_extra_lines(rules, given)]
    if message == "M-S":
        return message_alone(message, given)
    if not spoken:
        return []
    if given.is_("f_u", "not_called") and message in ("M-U", "M-U2"):
        return promised_time_passed()
    alone = all(met.id in STANDING_ALONE and message_of(met, given) != "M-Q" for met in spoken)
    said = [] if alone else message_alone(_highest(spoken, given), given)
    return said + _extra_lines(spoken, given)


def message_of(met: Rule, given: Given) -> Message:
    """The rule's message, where the table makes it depend on the answers; empty: nothing is said."""
    if raised_milder(met, given):
        return "M-R"
    eased = EASED.get(met.id)
    return eased[1] if eased and eased[0](given) else met.message


def message_said(message: str, rules: Sequence[Rule], given: Given) -> str:
    """The message that `sentences` chooses, by its name; empty where none was said."""
    if message in ("M-E", "M-S"):
        return message
    spoken = [met for met in rules if message_of(met, given)]
    if not spoken or (given.is_("f_u", "not_called") and message in ("M-U", "M-U2")):
        return ""
    alone = all(met.id in STANDING_ALONE and message_of(met, given) != "M-Q" for met in spoken)
    return "" if alone else _highest(spoken, given)


def seen_by(name: str) -> list[Text]:
    """M-A: somebody has acknowledged."""
    return [_("{name} has seen your message.", name=name)]


def promised_time_passed() -> list[Text]:
    """M-L: the promised time has passed and nobody has acknowledged."""
    return [
        _(
            "We are sorry, the doctor has not reached you yet. Please ring {study_phone}. "
            "If you are worse or cannot get through, go to the emergency department or call 120."
        )
    ]


def _is_over(given: Given) -> bool:
    return given.is_("s_gi_now", "no") and not given.text("belly")


def _thirst_alone(given: Given) -> bool:
    return given.number("s_glu") is None and given.is_("s_thirst", "yes") and not given.text("glucose")


def _only_no_plan(given: Given) -> bool:
    unplanned = given.facts.steroids is None
    other = given.is_("d_gc_extra", "yes") or given.has("w_meds", "steroid_injection") or derived.steroid_reason(given)
    return unplanned and "d_gc" in given.settled and not other


def _is_question(given: Given) -> bool:
    return given.value("k_kind") is not None


def _is_report(given: Given) -> bool:
    return given.value("u_kind") is not None and not _is_question(given)


EASED: dict[str, tuple[Callable[[Given], bool], Message]] = {
    "U17": (_is_over, "M-U2"),
    "U24": (_thirst_alone, "M-U2"),
    "R01": (_only_no_plan, ""),
    "R13": (_is_question, "M-Q"),
    "R14": (_is_report, "M-R"),
}
"""Where the table names another message under a condition."""

ORDER: tuple[str, ...] = ("M-U", "M-U2", "M-R", "M-Q")
"""Highest first; of these only one is said."""


def _highest(spoken: Iterable[Rule], given: Given) -> str:
    """The highest message that one of the rules asks for."""
    asked = {message_of(met, given) for met in spoken}
    return next((known for known in ORDER if known in asked), "")


def message_alone(message: str, given: Given) -> list[Text]:
    """A message without any line of a rule."""
    match message:
        case "M-E":
            return [EMERGENCY]
        case "M-S":
            return [SELF_HARM]
        case "M-U":
            return [URGENT, *_if_signed("M-U", DO_NOT_STOP)]
        case "M-U2":
            return [CAN_WAIT]
        case "M-R":
            return [_saved(given)]
        case "M-Q":
            ethics = [ETHICS] if given.is_("k_kind", "privacy", "complaint") else []
            return [_question_sent(given), *_if_signed("M-Q", KEEP_TO_PLAN), CANNOT_WAIT, *ethics]
        case _:
            return []


def _if_signed(id: str, sentence: Text) -> list[Text]:
    return [sentence] if id in rule.SIGNED else []


def _saved(given: Given) -> Text:
    """Without the day where none is known: no message names a time that nobody covers."""
    day = given.facts.review_by
    if day is None:
        return _("Saved. The study team will look at this. If it gets worse, tap 'I have a problem'.")
    return _("Saved. The study team will look at this by {date}. If it gets worse, tap 'I have a problem'.", date=day)


def _question_sent(given: Given) -> Text:
    day = given.facts.review_by
    if day is None:
        return _("Your question has gone to the study team.")
    if given.is_("k_kind", "call_me"):
        return _("We will phone you by {date}.", date=day)
    return _("Your question has gone to the study team; you will hear by {date}.", date=day)


def _unconfirmed_overdose(rules: Iterable[Rule], given: Given) -> list[Text]:
    pending = given.proposal
    if pending is None or pending.why != "dose" or all(met.id != "E13" for met in rules):
        return []
    mg = as_number(pending.value)
    return [_("You wrote {mg} mg. If you really took that much:", mg=mg)] if mg is not None else []


def _extra_lines(rules: Sequence[Rule], given: Given) -> list[Text]:
    lines: list[Text] = []
    for met in sorted(rules, key=lambda met: -met.severity):
        if not _contradicted(met, rules, given):
            lines += [line for line in lines_of(met, given) if line not in lines]
    return lines[:EXTRA_LINES]


def _contradicted(met: Rule, rules: Sequence[Rule], given: Given) -> bool:
    """Another rule comes first in a group of contradicting lines; an unsigned line of it counts too, since silence
    is better than the opposite of what the doctor may say."""
    for group in CONTRADICTING:
        if met.id in group:
            before = group[: group.index(met.id)]
            return any(other.id in before and any(line.when(given) for line in other.lines) for other in rules)
    return False
