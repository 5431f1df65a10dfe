"""The papers that people sign say what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands.papers import DOCS
from bot.languages import fields, languages
from bot.papers import PAPERS
from conversations import advice, rule
from conversations.questionnaires import ALL
from conversations.rules import RULES
from conversations.rules.in_words import IN_WORDS, MILDER


@pytest.mark.parametrize("name", list(PAPERS))
def test_the_papers_are_those_of_this_code(name: str) -> None:
    path = DOCS / name
    assert path.is_file(), f"docs/{name} is missing: run `.venv/bin/anhao docs` and commit it"
    same = path.read_text(encoding="utf-8") == PAPERS[name](languages())
    assert same, f"docs/{name} is stale: run `.venv/bin/anhao docs` (after a rebase too), read it and commit it"


def test_every_rule_stands_in_the_table_with_its_words_in_both_languages() -> None:
    paper = (DOCS / "concerns.md").read_text(encoding="utf-8")
    assert list(IN_WORDS) == [one.id for one in RULES]
    assert set(MILDER) == set(advice.EASED)
    for one in RULES:
        section = paper.split(f"### {one.id} ·")[1].split("\n### ")[0]
        for language in ("en", "zh"):
            assert languages().render(IN_WORDS[one.id], language) in section
            for line in one.lines:
                assert languages().sentence(line.text.id, language) in section
        assert ("**to confirm**" in section) == one.confirm
        assert section.count("off until signed") == sum(line.touches_dose for line in one.lines)
        assert ("may be marked" in section) == (one.worse is not None)
    assert not any(fields(languages().render(IN_WORDS[one.id], "zh")) for one in RULES)


def test_every_question_and_option_stands_in_the_wordings() -> None:
    paper = (DOCS / "wordings.md").read_text(encoding="utf-8")
    for questionnaire in ALL.values():
        section = paper.split(f"## `{questionnaire.id}`, version {questionnaire.version}\n")[1].split("\n## ")[0]
        for item in questionnaire.items:
            assert f"`{item.id}`" in section
    assert languages().sentence(advice.EMERGENCY.id, "zh") in paper
    assert frozenset() == rule.SIGNED


def test_the_command_writes_them_and_says_when_they_are_stale(tmp_path: Path) -> None:
    def runs(*options: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["docs", "--output", str(tmp_path), *options])
        return result.exit_code, result.stderr

    assert runs("--check")[0] == 1
    assert not list(tmp_path.iterdir())
    assert runs() == (0, "written: concerns.md, wordings.md\n")
    assert runs() == (0, "The papers are those of this version.\n")
    (tmp_path / "concerns.md").write_text("something else", encoding="utf-8")
    code, said = runs("--check")
    assert (code, said) == (1, f"stale in {tmp_path}: concerns.md; run anhao docs\n")
