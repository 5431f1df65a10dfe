"""Free text to concerns, held against `utterances.tsv`.

The table has thirteen parts (last column). Parts 1 and 7 were written beside the word lists; each other part was
written without looking at them and measured before anything was mended. Measured blind, in the order written (2 to 6
and 8 ask for rare wordings, 9 for common ones):

part  emergencies below emergency  asked instead  urgent classed none  false alerts on benign
2     11 of 72                     1 (one urgent) 8 of 99              3 of 71
3     14 of 64                     0              6 of 52              4 of 50
4     4 of 57                      0              2 of 40              1 of 62
5     9 of 51                      0              6 of 37              0 of 38
6     5 of 48                      0              6 of 46              1 of 39
8     6 of 50                      0 (one urgent) 7 of 40              0 of 33
9     0 of 39                      0              0 of 31              1 of 35
10    0 of 67                      0              1 of 56              1 of 50
11    1 of 74                      0              6 of 71              1 of 60
12    7 of 67                      0              2 of 60              1 of 70
13    4 of 62                      1              4 of 47              0 of 40

10 to 12 were written one after the other before anything was mended, 12 with the rarest wordings. Among their benign
texts “is this happening to you now?” was asked for 5 of 50, 8 of 60 and 9 of 70; in 13, after mending, for 3 of 40.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations import red_flags
from conversations.lexicons import LEXICONS, RULES_OF_LEXICON, SEVERITIES, SEVERITY_OF_LEXICON, en, zh
from conversations.patterns import Pattern, compile_pattern
from conversations.red_flags import find, triage
from conversations.spelling import mend, normalise


@dataclass(frozen=True)
class Utterance:
    text: str
    severity: str
    lexicons: frozenset[str]
    ask: bool
    part: str

    @property
    def benign(self) -> bool:
        return self.severity in ("none", "review") or self.ask


def _read() -> list[Utterance]:
    rows = []
    for line in (Path(__file__).parent / "utterances.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, severity, names, ask, part = line.split("\t")
            rows.append(Utterance(text, severity, frozenset(names.split("|")) - {"-"}, ask == "1", part))
    return rows


UTTERANCES = _read()
ILL = [u for u in UTTERANCES if not u.benign]
BENIGN = [u for u in UTTERANCES if u.benign]


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity)


@pytest.mark.parametrize("u", ILL, ids=lambda u: u.text)
def test_an_ill_text_alerts_at_its_severity_or_above_without_asking_first(u: Utterance) -> None:
    got = triage(u.text)
    assert _rank(got.severity) >= _rank(u.severity)
    assert not got.ask


@pytest.mark.parametrize("u", BENIGN, ids=lambda u: u.text)
def test_a_benign_text_never_alerts(u: Utterance) -> None:
    got = triage(u.text)
    stated = [m for m in find(u.text) if not m.hedged and not m.negated_selfharm]
    assert all(SEVERITY_OF_LEXICON[m.lexicon] == "review" for m in stated)
    assert got.ask == u.ask
    if u.ask:
        assert got.severity == u.severity, "a hedge asks, it never silences"


def test_nearly_every_concern_is_found_by_its_own_list() -> None:
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for u in ILL:
        names = {m.lexicon for m in find(u.text)}
        first = sorted(u.lexicons)[0] if u.lexicons else ""
        wanted[first] += 1
        found[first] += bool(names & u.lexicons)
    low = {name: (found[name], n) for name, n in wanted.items() if found[name] < 0.9 * n and n - found[name] > 1}
    assert not low


def test_most_lists_have_at_least_four_texts() -> None:
    count = Counter(name for u in ILL for name in u.lexicons)
    few = {lexicon.name for lexicon in LEXICONS if count[lexicon.name] < 4}
    assert few <= {"collapse", "reading"}


def test_both_languages_are_about_half() -> None:
    chinese = sum(bool(re.search("[\u4e00-\u9fff]", u.text)) for u in UTTERANCES)
    assert len(UTTERANCES) >= 300
    assert 0.4 < chinese / len(UTTERANCES) < 0.65


@pytest.mark.parametrize(
    "text",
    [
        "没有胸痛",
        "胸口不闷",
        "胸痛没有",
        "发烧、咳嗽、胸闷都没有",
        "没有发烧、咳嗽和胸痛",
        "从未吐血",
        "我不喘",
        "没有感觉喘不上气",
        "I have no chest pain",
        "I don't have any chest pain",
        "no fever, chills or chest pain",
        "my chest doesn't hurt",
        "Chest pain: no.",
        "never had a seizure",
        "denies shortness of breath",
        "without any trouble breathing",
    ],
)
def test_explicit_denial_in_the_clause_silences(text: str) -> None:
    assert triage(text).severity == "none"
    assert not triage(text).ask


@pytest.mark.parametrize(
    "text",
    [
        "不知道为什么胸口疼",
        "没睡好胸口疼",
        "没吃药，胸口痛",
        "没有发烧，但是胸口痛",
        "不是没有胸痛",
        "从来没有这么喘过",
        "特别胸闷",
        "胸痛没有好",
        "有没有可能是心梗，我胸口疼",
        "I don't know why my chest hurts",
        "I can't sleep because of chest pain",
        "no fever but chest pain",
        "not feeling well, chest pain",
        "can't walk without getting short of breath",
    ],
)
def test_a_negator_that_denies_something_else_silences_nothing(text: str) -> None:
    assert triage(text).severity == "emergency"
    assert not triage(text).ask


@pytest.mark.parametrize("text", ["我没有想过自杀", "从来没想过自杀", "I don't want to die", "I'm not suicidal"])
def test_denied_self_harm_raises_nothing_and_is_still_reported(text: str) -> None:
    assert any(m.lexicon == "selfharm" and m.negated_selfharm for m in find(text))
    got = triage(text)
    assert (got.severity, got.rules, got.ask, got.show_selfharm) == ("none", (), False, True)


@pytest.mark.parametrize("text", ["my husband can't breathe", "我爸胸口痛", "老伴嘴歪了", "the patient has chest pain"])
def test_a_relative_writing_for_the_participant_counts_as_the_participant(text: str) -> None:
    assert triage(text).severity == "emergency"
    assert not triage(text).ask


@pytest.mark.parametrize(
    "text", ["邻居中风了", "my friend has chest pain", "我同事心梗了", "he is my neighbour. He had a stroke"]
)
def test_someone_else_is_asked_about(text: str) -> None:
    assert triage(text).severity == "emergency"
    assert triage(text).ask


def test_a_neighbours_illness_does_not_hedge_ones_own() -> None:
    assert not triage("我邻居中风了，我现在胸口也疼").ask
    assert not triage("my neighbour noticed my face drooping").ask


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("39度2", "emergency"),
        ("39.2℃", "emergency"),
        ("三十九度", "emergency"),
        ("temp 39.2", "emergency"),
        ("102F", "urgent"),
        ("102.2 F", "emergency"),
        ("38.9度", "urgent"),
        ("体温37.9", "review"),
        ("体温37.4", "none"),
        ("发烧37.2", "none"),
        ("气温38度", "none"),
        ("血糖2.9", "emergency"),
        ("血糖3.0", "urgent"),
        ("血糖3.9", "none"),
        ("血糖16.6", "review"),
        ("血糖16.7", "urgent"),
        ("血糖33.3", "emergency"),
        ("血糖16.7，一直吐", "emergency"),
        ("sugar 400 mg/dl", "urgent"),
        ("血压180/90", "urgent"),
        ("血压179/99", "review"),
        ("血压150/90", "none"),
        ("185/115 头痛", "emergency"),
        ("高压190", "urgent"),
        ("血压89/60", "urgent"),
    ],
)
def test_values_at_their_limits(text: str, severity: str) -> None:
    assert triage(text).severity == severity


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("穿不上气", "喘不上气"),
        ("胸 口 疼", "胸口疼"),
        ("喘不上氣", "喘不上气"),
        ("ＣＡＮＴ breathe", "can't breathe"),
        ("I can not breathe", "i can't breathe"),
        ("don’t", "don't"),
    ],
)
def test_spelling_is_brought_to_one_form(typed: str, meant: str) -> None:
    assert normalise(typed).strip() == meant


@pytest.mark.parametrize(("slip", "word"), [("swollenn", "swollen"), ("brething", "breathing"), ("seizrue", "seizure")])
def test_one_slip_in_a_long_word_is_mended(slip: str, word: str) -> None:
    assert normalise(slip).strip() == word


@pytest.mark.parametrize("word", ["smelling", "healing", "stars", "leading", "fever", "hand"])
def test_ordinary_words_stay(word: str) -> None:
    assert mend(word) == word


@pytest.mark.parametrize("text", ["痒死了", "笑死我了", "dying to see you", "these shoes are killing me", "累死了"])
def test_everyday_exaggeration_is_let_pass(text: str) -> None:
    assert triage(text).severity == "none"


def test_every_list_has_a_rule_and_words_in_both_languages_or_is_read_as_a_number() -> None:
    names = {lexicon.name for lexicon in LEXICONS}
    assert set(RULES_OF_LEXICON) == names
    for table in (zh, en):
        assert names - set(table.PATTERNS) == {"reading"}
        assert set(table.UNLESS) <= names | {"*"}


def test_clot_with_chest_signs_is_the_chest() -> None:
    assert "U20" not in triage("左小腿肿了，现在胸口疼").rules
    assert "U20" in triage("左小腿肿了").rules


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_at_all_is_read(text: str) -> None:
    triage(text)


@given(st.lists(st.sampled_from(list("不没有胸口疼痛血压糖39.2/度,。!? canthbre't我他")), max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_mixture_of_its_own_words_is_read(pieces: list[str]) -> None:
    triage("".join(pieces))


def _patterns() -> list[Pattern]:
    tables = ((zh, False), (en, True))
    return [
        compile_pattern(p, table.WORDS, english=english)
        for table, english in tables
        for lines in (*table.PATTERNS.values(), *table.UNLESS.values())
        for p in lines
    ]


def test_no_search_has_a_quantifier_on_a_group() -> None:
    """Time grows with the length of the text only: no group is repeated, and every gap is bounded."""
    for pattern in _patterns():
        for block in pattern.blocks:
            for group in block:
                assert not re.search(r"\)[*+{]", group.search.pattern), pattern.source
                assert "+" not in re.sub(r"\\.|\[[^\]]*\]", "", group.search.pattern), pattern.source


def test_a_plus_or_an_ampersand_never_joins_a_list_by_accident() -> None:
    """`a|b|c + d` reads (a or b or c) and d: a side of one short word beside long phrases would be a slip."""
    for table in (zh, en):
        for lines in table.PATTERNS.values():
            for line in lines:
                assert not re.search(r"[&+]$|^[&+]|\|\||\| [&+]|[&+] \|", line), line


def test_hits_of_one_pattern_are_counted_out() -> None:
    assert len(find("胸口疼，" * 2500)) >= 1
    assert red_flags._ENOUGH < 100
