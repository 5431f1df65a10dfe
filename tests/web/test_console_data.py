"""The data, taken along from the console: who gets what, as what, and the record of it."""

from __future__ import annotations

import csv
import io

import pytest

from bot.reports.export import FORMATS, STUDY, TABLES
from tests.talk import Service
from tests.team import acts, assemble, patient
from tests.web.browsing import Browser, console


def at_data(service: Service, who: str) -> Browser:
    team = assemble(service)
    patient(service)
    browser = console(service, {"chen": team.chen, "ji": team.ji, "lin": team.lin}[who]).opens()
    browser.gets("/data")
    return browser


@pytest.mark.parametrize(("who", "arm"), [("chen", ""), ("ji", "cm313")])
def test_who_asks_decides_what_is_in_it(service: Service, who: str, arm: str) -> None:
    browser = at_data(service, who)

    browser.posts("/data/file", what="allocation:csv")
    response = browser.response

    assert response.status_code == 200
    assert 'filename="anhao-allocation-20260305.csv"' in response.headers["content-disposition"]
    assert response.headers["cache-control"] == "no-store"
    (row,) = csv.DictReader(io.StringIO(response.text, newline=""))
    assert (row["participant"], row["arm"]) == ("P-012", arm)
    (act,) = acts(service, "export")
    assert (act.by, act.detail.partition(",")[0]) == ({"chen": "陈敏", "ji": "Prof Ji"}[who], "allocation csv")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_taken_along(service: Service, format: str) -> None:
    browser = at_data(service, "ji")
    assert f'value="{STUDY}:{format}"' in browser.html or format == "csv"

    browser.posts("/data/file", what=f"answers:{format}" if format == "csv" else f"{STUDY}:{format}")

    assert browser.status == 200
    assert browser.response.content


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_in_both_languages(service: Service, language: str) -> None:
    browser = at_data(service, "ji")

    browser.posts("/data/file", what=f"report:{language}")

    assert f'<html lang="{ {"zh": "zh-CN", "en": "en"}[language] }">' in browser.html
    assert "anhao-report" in browser.response.headers["content-disposition"]


@pytest.mark.parametrize(
    "what", ["", "identity:csv", "answers:pdf", "study:csv", "study:json", "report:fr", "../x:csv"]
)
def test_what_is_not_there_is_not_found(service: Service, what: str) -> None:
    browser = at_data(service, "chen")
    browser.posts("/data/file", what=what)

    assert browser.status == 404
    assert acts(service, "export") == []


def test_a_doctor_has_no_door_there(service: Service) -> None:
    browser = at_data(service, "lin")

    assert browser.status == 403
    browser.posts("/data/file", what="answers:csv")
    assert browser.status == 403
    assert acts(service, "export") == []


def test_every_table_is_offered_in_words(service: Service) -> None:
    browser = at_data(service, "chen")

    assert all(f'value="{table}:csv"' in browser.html for table in TABLES)
    assert f'value="{STUDY}:json"' not in browser.html
    assert "分析数据集" in browser.text
