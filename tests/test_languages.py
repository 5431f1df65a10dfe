"""Both languages say everything, with the same values, in words that fit; and what is typed is read as the tap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given as property_of
from hypothesis import strategies as st

from bot.languages import (
    CONTROLS,
    LANGUAGES,
    Languages,
    _folded,
    code_of,
    fields,
    for_matching,
    languages,
    negotiate,
    normalise,
)
from conversations import prompt
from conversations.events import Answered, Proposed
from conversations.facts import AZATHIOPRINE, Facts, PlannedDose
from conversations.given import Given
from conversations.questionnaire import Questionnaire
from conversations.questionnaires import PUBLISHED
from conversations.questions import Choice, Choices, Count, Dose, Measure, Option, Question, Words
from conversations.text import Listed, Quoted, Text, _, verbatim

ROOT = Path(__file__).resolve().parent.parent
AMBIENT = {"study_phone": "0592-0000000", "hospital": "DEMO", "investigator": "Dr Demo", "last4": "5678"}
NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
IN_BOTH = pytest.mark.parametrize("language", LANGUAGES)
EVERY = pytest.mark.parametrize("questionnaire", PUBLISHED, ids=lambda q: f"{q.id}-{q.version}")
WIDEST_BUTTON = 48
"""Columns of a label; a Chinese character takes two."""
LONGEST_MESSAGE = 3500
"""Characters, under Telegram's 4096."""


def sentences_of_the_code() -> set[str]:
    found: set[str] = set()
    for folder in ("bot", "conversations"):
        for _file, _line, sentence, _comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python"), ("**/templates/**.html", "jinja2")], keywords={"_": None}
        ):
            assert isinstance(sentence, str)
            found.add(sentence)
    return found


def catalogue(language: str) -> dict[str, str]:
    with (ROOT / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        read = read_po(file, locale=language, abort_invalid=True)
    assert not [message.id for message in read if message.fuzzy and message.id]
    return {str(message.id): str(message.string) for message in read if message.id}


def situations() -> Iterator[Facts]:
    steroid = PlannedDose("prednisone", Decimal(30), Decimal(5))
    second = PlannedDose("methylprednisolone", Decimal(8), Decimal(4))
    azathioprine = PlannedDose("azathioprine", Decimal(100), Decimal(50))
    for plan in (None, (steroid,), (steroid, second), (PlannedDose("prednisone", Decimal(0)),)):
        for old in (None, (second,)):
            for sex in ("f", "m"):
                yield Facts(
                    date(2026, 3, 5),
                    "Asia/Shanghai",
                    NOW,
                    arm=AZATHIOPRINE,
                    sex=sex,
                    steroids=plan,
                    old_steroids=old,
                    azathioprine=azathioprine,
                    said_mg=Decimal("17.5"),
                    message="{0.__class__} %s {study_phone}",
                )


def prompts_of(questionnaire: Questionnaire) -> Iterator[tuple[Question, prompt.Prompt]]:
    for facts in situations():
        given = Given(facts, (), NOW)
        for item in questionnaire.items:
            yield item.ask(given), prompt.prompt(questionnaire, item, given)


def width(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in label)


@IN_BOTH
def test_every_sentence_is_there(language: str) -> None:
    said, code = catalogue(language), sentences_of_the_code()
    assert sorted(code - set(said)) == [], "run `make translations` and translate them"
    assert sorted(set(said) - code) == [], "run `make translations`"
    if language != "en":
        assert [id for id, string in said.items() if not string.strip()] == []


@IN_BOTH
def test_a_translation_keeps_the_values_and_the_numbers_to_call(language: str) -> None:
    for id, string in catalogue(language).items():
        if not string:
            continue
        assert fields(string) == fields(id), id
        assert sorted(re.findall(r"\{\w+\}", string)) == sorted(re.findall(r"\{\w+\}", id)), id
        for number in ("120", "110", "12356"):
            assert string.count(number) == id.count(number), (id, number)


@EVERY
@IN_BOTH
def test_every_prompt_can_be_said(questionnaire: Questionnaire, language: str) -> None:
    spoken = languages()
    for question, shown in prompts_of(questionnaire):
        words = spoken.render(shown.words, language, AMBIENT)
        assert 0 < len(words) <= LONGEST_MESSAGE
        if question.id != "r_text":
            assert "{" not in words, words
        if language == "zh":
            assert re.search(r"[\u4e00-\u9fff]", words), words
        for row in shown.rows:
            for button in row:
                label = spoken.render(button.label, language, AMBIENT)
                assert label.strip()
                assert width(label) <= WIDEST_BUTTON, label
                assert "\n" not in label


@EVERY
@IN_BOTH
def test_the_buttons_of_a_question_are_told_apart(questionnaire: Questionnaire, language: str) -> None:
    spoken = languages()
    for question, shown in prompts_of(questionnaire):
        labels = {_folded(spoken.render(button.label, language)) for row in shown.rows for button in row}
        assert len(labels) == sum(len(row) for row in shown.rows), question.id


@EVERY
def test_every_typed_label_is_the_tap(questionnaire: Questionnaire) -> None:
    spoken = languages()
    for question, shown in prompts_of(questionnaire):
        if not isinstance(question, Choice | Choices):
            continue
        for button in (button for row in shown.rows for button in row if not button.code.startswith(prompt.SCREEN)):
            for language in LANGUAGES:
                label = spoken.render(button.label, language)
                assert code_of(question, f" ✓ {label}。", spoken) == button.code, (question.id, label)


def test_the_controls_are_those_that_are_shown() -> None:
    daily = next(q for q in PUBLISHED if q.id == "daily")
    item, amount = daily.item("d_ok"), daily.item("d_gc_mg")
    assert item is not None
    assert amount is not None
    facts = next(situations())
    answered = Answered(NOW, "d_gc", "yes_all")
    shown = [
        prompt.prompt(daily, item, Given(facts, (answered,), NOW)),
        prompt.prompt(daily, amount, Given(facts, (Proposed(NOW, "d_gc_mg", "30", "dose"),), NOW)),
        prompt.prompt(
            daily, item, Given(facts, (Answered(NOW, "d_ok", "no"), Proposed(NOW, "d_ok", "yes", "change")), NOW)
        ),
    ]
    buttons = {(b.code, b.label) for p in shown for row in p.rows for b in row if b.code.startswith("~")}
    buttons |= {(b.code, b.label) for row in prompt.GO_ON_ROWS for b in row}
    assert buttons <= set(CONTROLS)
    assert {code for code, _label in CONTROLS} - {code for code, _label in buttons} == {prompt.DONE}


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (_("{mg} mg in all", mg=Decimal("30.00")), "共30毫克", "30 mg in all"),
        (_("{mg} mg in all", mg=Decimal("1E+2")), "共100毫克", "100 mg in all"),
        (
            _("How much in total on {date}?", date=date(2026, 3, 5)),
            "3月5日一共吃了多少？",
            "How much in total on 5 March?",
        ),
        (
            _("Please write the time like {time}.", time=time(7, 30)),
            "请这样写时间：07:30。",
            "Please write the time like 07:30.",
        ),
        (_("{items}", items=Listed((_("Mouth"), _("Eyes")))), "嘴里、眼睛", "Mouth, Eyes"),
        (_("{items}", items=Quoted(_("Mouth"), "zh")), "嘴里", "嘴里"),
        (verbatim("我头晕"), "我头晕", "我头晕"),
        (Text("never heard of {this}", (("this", 3),)), "never heard of 3", "never heard of 3"),
    ],
)
def test_values_are_written_as_each_language_writes_them(text: Text, zh: str, en: str) -> None:
    assert languages().render(text, "zh", AMBIENT) == zh
    assert languages().render(text, "en", AMBIENT) == en


def test_an_instant_is_a_time_of_day_and_what_surrounds_is_filled_in() -> None:
    spoken = languages()
    at = datetime(2026, 3, 5, 20, 3, tzinfo=UTC)
    assert (
        spoken.render(Text("at {at}, ring {study_phone}", (("at", at),)), "en", AMBIENT)
        == "at 20:03, ring 0592-0000000"
    )
    assert spoken.render(Text("ring {study_phone}"), "en") == "ring {study_phone}"


@pytest.mark.parametrize(
    "words", ["{0.__class__}", "{study_phone}", "{words}", "%(a)s", "\\1 \\g<0>", "{{}}", "}{", "{", ""]
)
@IN_BOTH
def test_words_of_a_person_come_out_as_they_are(words: str, language: str) -> None:
    assert languages().render(verbatim(words), language, AMBIENT) == words
    assert languages().render(Text("“{words}”", (("words", words),)), language, AMBIENT) == f"“{words}”"


@property_of(words=st.text())
def test_any_words_come_out_as_they_are(words: str) -> None:
    assert languages().render(verbatim(words), "zh", AMBIENT) == words


def write(folder: Path, language: str, content: bytes) -> None:
    path = folder / language / "LC_MESSAGES"
    path.mkdir(parents=True)
    (path / "messages.po").write_bytes(content)


HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_a_missing_or_corrupt_catalogue_falls_back_to_the_sentence(tmp_path: Path) -> None:
    write(tmp_path, "zh", b'msgid "Mouth\nmsgstr \xff\xfe')
    spoken = Languages.load(tmp_path)
    assert spoken.render(_("Mouth"), "zh") == "Mouth"
    assert spoken.render(_("{mg} mg in all", mg=5), "en") == "5 mg in all"


def test_a_misspelt_value_or_an_unfinished_translation_is_not_said(tmp_path: Path) -> None:
    wrong = (
        '#, fuzzy\nmsgid "Mouth"\nmsgstr "眼睛"\n\n'
        'msgid "{mg} mg in all"\nmsgstr "共{gm}毫克"\n\n'
        'msgid "Eyes"\nmsgstr ""\n'
    )
    write(tmp_path, "zh", HEADER + wrong.encode())
    spoken = Languages.load(tmp_path)
    assert spoken.render(_("Mouth"), "zh") == "Mouth"
    assert spoken.render(_("Eyes"), "zh") == "Eyes"
    assert spoken.render(_("{mg} mg in all", mg=5), "zh") == "5 mg in all"


SINGLE = Choice("q", _("Where?"), (Option("a", _("Mouth")), Option("b", _("Eyes")), Option("c", _("Scalp"))))
MANY = Choices("m", _("Where?"), (Option("a", _("Mouth")), Option("none", _("None of these"))))
NUMBERED = Choice(
    "n", _("Where?"), (Option("0", _("No raw skin")), Option("1to5", _("1 to 5")), Option("x", _("5 to 10")))
)
DAYS = Choice("d", _("Where?"), (Option("3", _("3 days")), Option("7", _("7 days"))))
FACT = Choice("f", _("Where?"), (Option("yes", _("Yes")), Option("no", _("No"))))
DIARY = Choice("g", _("Where?"), (Option("yes_all", _("All taken as planned")), Option("no", _("I took none at all"))))
TYPED = Measure("t", _("Where?"), Decimal(34), Decimal(43), "°C", unknown=Option("unknown", _("Not measured")))


@pytest.mark.parametrize(
    ("question", "typed", "code"),
    [
        (SINGLE, "mouth", "a"),
        (SINGLE, "嘴裡", "a"),
        (SINGLE, "　ＥＹＥＳ！", "b"),
        (SINGLE, "1", "a"),
        (SINGLE, "２", "b"),
        (SINGLE, "三", "c"),
        (SINGLE, "第二个", "b"),
        (SINGLE, "4", None),
        (SINGLE, "0", None),
        (SINGLE, "1.5", None),
        (SINGLE, "my mouth hurts", None),
        (SINGLE, "", None),
        (SINGLE, "😀", None),
        (MANY, "都没有", "none"),
        (MANY, "没有", "none"),
        (MANY, "1", None),
        (NUMBERED, "1", None),
        (NUMBERED, "0", "0"),
        (NUMBERED, "1 to 5", "1to5"),
        (NUMBERED, "1到5个", "1to5"),
        (DAYS, "7", "7"),
        (DAYS, "七", "7"),
        (DAYS, "1", None),
        (FACT, "对", "yes"),
        (FACT, "no", "no"),
        (FACT, "没有", "no"),
        (DIARY, "没有", None),
        (DIARY, "都按方案吃了", "yes_all"),
        (TYPED, "没量", "unknown"),
        (TYPED, "38", None),
        (Words("w", _("Where?")), "跳过", prompt.SKIP),
        (Words("w", _("Where?")), "no", None),
        (SINGLE, "Back", prompt.BACK),
        (SINGLE, "不想答", prompt.SKIP),
        (MANY, "选好了", prompt.DONE),
        (Dose("d", _("Where?"), "prednisone"), "不对，重填", prompt.ANEW),
        (Count("c", _("Where?"), 0, 9), "3", None),
    ],
)
def test_typed_words_are_read_as_the_button(question: Question, typed: str, code: str | None) -> None:
    assert code_of(question, typed, languages()) == code


@property_of(typed=st.text() | st.text(alphabet="{}✓~|0123 一二\x00\ud800"))
def test_nothing_typed_is_too_strange(typed: str) -> None:
    assert code_of(SINGLE, typed, languages()) in (None, "a", "b", "c", *(code for code, _label in CONTROLS))
    kept = normalise(typed)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert "\0" not in kept
    assert isinstance(for_matching(typed), str)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("zh", "zh"),
        ("zh-hans", "zh"),
        ("zh-TW", "zh"),
        ("ZH_cn", "zh"),
        ("en", "en"),
        ("pt-br", "en"),
        ("", "en"),
        (None, "en"),
        ("zho", "en"),
    ],
)
def test_the_greeting_is_in_the_phone_s_language(said: str | None, language: str) -> None:
    assert negotiate(said) == language


def test_words_are_kept_composed_and_without_what_no_database_holds() -> None:
    assert normalise("e\u0301 \x00 \ud83d x") == "é \ufffd \ufffd x"
    assert normalise("ＡＢ１") == "ＡＢ１"
    assert for_matching("頭髮ＡＢ１") == "头发AB1"
