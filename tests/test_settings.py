import base64
import os
import stat
from datetime import time
from pathlib import Path

import pytest

from bot.settings import DATA_KEY_FILE, SECRET_KEY_FILE, SettingError, Settings, load_settings

TOKEN = "123456789:AAF0abcdefghijklmnopqrstuvwxyz_-123"
KEY_A = base64.urlsafe_b64encode(b"a" * 32).decode()
KEY_B = base64.urlsafe_b64encode(b"b" * 32).decode()
POSTGRES = {"DATABASE_URL": "postgres://anhao:pa%2Fss-word@db:5432/anhao", "SECRET_KEY": KEY_A, "DATA_KEY": KEY_B}


def refusal(folder: Path, **env: str) -> str:
    with pytest.raises(SettingError) as refused:
        load_settings(env, folder)
    line = str(refused.value)
    assert "\n" not in line
    assert refused.value.__cause__ is None
    return line


def test_without_anything_set_the_documented_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)
    assert settings.database_url.get_secret_value() == f"sqlite:///{tmp_path}/anhao.db"
    assert settings.is_sqlite
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.telegram_webhook is False
    assert settings.telegram_privacy == "full"
    assert (settings.public_url, settings.host, settings.port) == ("http://127.0.0.1:8000", "127.0.0.1", 8000)
    assert settings.study_timezone == settings.zone.key == "Asia/Shanghai"
    assert settings.tick_seconds == 5
    assert settings.notice_urls == ()
    assert settings.heartbeat_url is None
    assert settings.log_level == "INFO"
    assert settings.is_demo_contact
    assert all("DEMO" in said for said in (settings.hospital_name, settings.study_phone, settings.investigator))


def test_settings_are_frozen(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings({}, tmp_path).port = 9000


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('PORT=9001\nHOSPITAL_NAME="北京协和医院"\nNOT_OURS=1\n', encoding="utf-8")
    settings = load_settings({"PORT": "9002", "PATH": "/bin"}, tmp_path)
    assert (settings.port, settings.hospital_name) == (9002, "北京协和医院")


def test_the_process_environment_is_read_when_no_other_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "9003")
    assert load_settings(folder=tmp_path).port == 9003
    assert load_settings({}, tmp_path).port == 8000


def test_settings_made_directly_do_not_look_at_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9003")
    assert Settings().port == 8000


def test_a_file_that_is_not_utf8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"HOSPITAL_NAME=\xb1\xb1\xbe\xa9\n")
    assert ".env" in refusal(tmp_path)


def test_an_empty_value_is_as_good_as_none(tmp_path: Path) -> None:
    settings = load_settings({"TELEGRAM_BOT_TOKEN": "", "PORT": " ", "HEARTBEAT_URL": "", "DATA_KEY": ""}, tmp_path)
    assert settings.telegram_bot_token is None
    assert settings.heartbeat_url is None
    assert settings.port == 8000


@pytest.mark.parametrize("name", ["HOSPITAL_NAME", "STUDY_PHONE", "INVESTIGATOR"])
@pytest.mark.parametrize("empty", ["", "   "])
def test_an_empty_contact_is_refused(tmp_path: Path, name: str, empty: str) -> None:
    said = refusal(tmp_path, **{name: empty})
    assert said.startswith(f"{name}: ")
    assert "may not go live" in said


def test_contacts_are_demo_until_all_three_are_given(tmp_path: Path) -> None:
    two = {"HOSPITAL_NAME": "Hospital", "STUDY_PHONE": "010-6915 0000"}
    assert load_settings(two, tmp_path).is_demo_contact
    assert not load_settings(two | {"INVESTIGATOR": "Dr Li"}, tmp_path).is_demo_contact


def test_the_nightly_export_is_off_until_it_has_a_folder(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path).export_folder is None
    settings = load_settings({"EXPORT_FOLDER": str(tmp_path), "EXPORT_AT": "23:05"}, tmp_path)
    assert (settings.export_folder, settings.export_at) == (tmp_path, time(23, 5))


@pytest.mark.parametrize("level", ["neutral", "nudge", "NUDGE"])
def test_a_privacy_level_that_is_not_built_is_refused_as_such(tmp_path: Path, level: str) -> None:
    said = refusal(tmp_path, TELEGRAM_PRIVACY=level)
    assert said.startswith("TELEGRAM_PRIVACY: ")
    assert "not built yet" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://u:pass-of-mine@h/d"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///anhao.db?mode=ro"),
        ("DATABASE_URL", "sqlite:////no/such/folder/anhao.db"),
        ("DATABASE_URL", "sqlite:////tmp"),
        ("DATABASE_URL", "postgresql://u:pass-of-mine@h:port/d"),
        ("DATABASE_URL", "postgresql+asyncpg://u:pass-of-mine@h/d"),
        ("DATABASE_URL", "anhao.db"),
        ("TELEGRAM_BOT_TOKEN", "pass-of-mine"),
        ("TELEGRAM_BOT_TOKEN", "123:short"),
        ("TELEGRAM_BOT_TOKEN", TOKEN + "\n/x"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_URL", "https://"),
        ("TELEGRAM_API_URL", "https://host:99999"),
        ("TELEGRAM_API_URL", "https://[::1"),
        ("TELEGRAM_WEBHOOK", "perhaps"),
        ("TELEGRAM_PRIVACY", "none"),
        ("PUBLIC_URL", "anhao.example"),
        ("PUBLIC_URL", "https://anhao.example/?a=b"),
        ("PUBLIC_URL", "https://me:pass-of-mine@anhao.example"),
        ("HOST", "two words"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "8000.5"),
        ("PORT", "9" * 400),
        ("PORT", "http"),
        ("STUDY_PHONE", "ask the nurse"),
        ("INVESTIGATOR", "Dr\nLi"),
        ("STUDY_TIMEZONE", "Asia/Shangai"),
        ("STUDY_TIMEZONE", "asia/shanghai"),
        ("STUDY_TIMEZONE", "+08:00"),
        ("STUDY_TIMEZONE", "../../etc/passwd"),
        ("STUDY_TIMEZONE", "localtime"),
        ("EXPORT_FOLDER", "/no/such/folder"),
        ("EXPORT_FOLDER", "."),
        ("EXPORT_AT", "25:00"),
        ("EXPORT_AT", "at night"),
        ("TICK_SECONDS", "0"),
        ("TICK_SECONDS", "-1"),
        ("TICK_SECONDS", "nan"),
        ("TICK_SECONDS", "inf"),
        ("TICK_SECONDS", "five"),
        ("NOTICE_URLS", "me@example.org"),
        ("NOTICE_URLS", "mailto://a:pass-of-mine@b and more"),
        ("HEARTBEAT_URL", "hc-ping.com/pass-of-mine"),
        ("SECRET_KEY", "pass-of-mine"),
        ("DATA_KEY", base64.b64encode(b"k" * 31).decode()),
        ("DATA_KEY", base64.b64encode(b"k" * 33).decode()),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line_that_names_the_setting_and_not_the_value(
    tmp_path: Path, name: str, value: str
) -> None:
    said = refusal(tmp_path, **{name: value})
    assert said.startswith(f"{name}: ")
    assert said.count(": ") == 1, "no other setting is blamed"
    assert "pass-of-mine" not in said
    assert "validation error" not in said
    assert not list(tmp_path.iterdir()), "nothing was made"


def test_all_wrong_settings_are_named_in_the_one_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, PORT="x", TICK_SECONDS="0")
    assert "PORT: " in said
    assert "TICK_SECONDS: " in said


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "POSTGRES"])
def test_every_spelling_of_postgresql_comes_to_the_same_driver(tmp_path: Path, scheme: str) -> None:
    env = POSTGRES | {"DATABASE_URL": f"{scheme}://anhao:pa%2Fss@db:5432/anhao?sslmode=require"}
    settings = load_settings(env, tmp_path)
    expected = "postgresql+psycopg://anhao:pa%2Fss@db:5432/anhao?sslmode=require"
    assert settings.database_url.get_secret_value() == expected
    assert not settings.is_sqlite


@pytest.mark.parametrize(("given", "named"), [({"SECRET_KEY": KEY_A}, "DATA_KEY: "), ({}, "SECRET_KEY and DATA_KEY: ")])
def test_with_postgresql_keys_must_be_given(tmp_path: Path, given: dict[str, str], named: str) -> None:
    said = refusal(tmp_path, DATABASE_URL="postgresql://db/anhao", **given)
    assert said.startswith(named)
    assert "PostgreSQL" in said
    assert not list(tmp_path.iterdir())


def test_the_two_keys_may_not_be_the_same(tmp_path: Path) -> None:
    assert "different" in refusal(tmp_path, SECRET_KEY=KEY_A, DATA_KEY=KEY_A)


def test_a_key_is_read_in_either_alphabet_with_or_without_padding(tmp_path: Path) -> None:
    key = b"\xfb\xff" * 16
    for text in (base64.b64encode(key), base64.urlsafe_b64encode(key), base64.b64encode(key).rstrip(b"=")):
        assert load_settings({"DATA_KEY": text.decode()}, tmp_path).data_key_bytes == key


def test_with_sqlite_keys_are_made_once_beside_the_database_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    env = {"DATABASE_URL": "sqlite:///data/study.db"}
    first = load_settings(env, tmp_path)
    assert sorted(os.listdir(tmp_path / "data")) == [DATA_KEY_FILE, SECRET_KEY_FILE]
    for name in (DATA_KEY_FILE, SECRET_KEY_FILE):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600
    assert len(first.data_key_bytes) == len(first.secret_key_bytes) == 32
    assert first.data_key_bytes != first.secret_key_bytes
    (tmp_path / "data" / "study.db").write_bytes(b"not empty")
    second = load_settings(env, tmp_path)
    assert (second.data_key, second.secret_key) == (first.data_key, first.secret_key)


def test_a_key_that_is_given_is_not_made(tmp_path: Path) -> None:
    settings = load_settings({"DATA_KEY": KEY_B}, tmp_path)
    assert settings.data_key_bytes == b"b" * 32
    assert os.listdir(tmp_path) == [SECRET_KEY_FILE]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
@pytest.mark.parametrize(("name", "setting"), [(DATA_KEY_FILE, "DATA_KEY"), (SECRET_KEY_FILE, "SECRET_KEY")])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, name: str, setting: str, mode: int) -> None:
    load_settings({}, tmp_path)
    (tmp_path / name).chmod(mode)
    said = refusal(tmp_path)
    assert said.startswith(f"{setting}: ")
    assert "chmod 600" in said


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"too short"])
def test_a_key_file_without_a_key_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / DATA_KEY_FILE
    path.write_bytes(content)
    path.chmod(0o600)
    assert refusal(tmp_path).startswith("DATA_KEY: ")
    assert path.read_bytes() == content


def test_a_data_key_is_not_made_anew_for_a_database_that_has_lost_its_own(tmp_path: Path) -> None:
    load_settings({}, tmp_path)
    (tmp_path / "anhao.db").write_bytes(b"not empty")
    (tmp_path / DATA_KEY_FILE).unlink()
    said = refusal(tmp_path)
    assert said.startswith("DATA_KEY: ")
    assert "restore" in said
    assert not (tmp_path / DATA_KEY_FILE).exists()


def test_a_process_that_comes_second_takes_the_key_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process makes its key between our look and our making one."""
    link = os.link

    def late(source: Path, target: Path) -> None:
        target.write_text(KEY_A if target.name == SECRET_KEY_FILE else KEY_B)
        target.chmod(0o600)
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    settings = load_settings({}, tmp_path)
    assert (settings.secret_key_bytes, settings.data_key_bytes) == (b"a" * 32, b"b" * 32)
    assert sorted(os.listdir(tmp_path)) == [DATA_KEY_FILE, SECRET_KEY_FILE], "nothing is left lying about"


def test_links_lead_by_default_to_where_this_process_listens(tmp_path: Path) -> None:
    for env, url in (
        ({"PORT": "9000"}, "http://127.0.0.1:9000"),
        ({"HOST": "0.0.0.0"}, "http://127.0.0.1:8000"),
        ({"HOST": "::1"}, "http://[::1]:8000"),
        ({"PUBLIC_URL": "https://anhao.example/study/"}, "https://anhao.example/study"),
    ):
        assert load_settings(env, tmp_path).public_url == url


def test_a_webhook_of_the_telegram_cloud_needs_https(tmp_path: Path) -> None:
    env = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK": "on"}
    assert refusal(tmp_path, **env).startswith("PUBLIC_URL: ")
    assert load_settings(env | {"PUBLIC_URL": "https://anhao.example"}, tmp_path).telegram_webhook
    assert load_settings(env | {"TELEGRAM_API_URL": "http://127.0.0.1:8081/"}, tmp_path).telegram_webhook
    assert load_settings({"TELEGRAM_WEBHOOK": "on"}, tmp_path).telegram_webhook


def test_notice_urls_are_split_at_commas_and_spaces_but_not_inside_one(tmp_path: Path) -> None:
    urls = "mailto://u:p@example.org?to=a@b.cn,c@d.cn, wecombot://key dingtalk://token,json://localhost"
    found = [url.get_secret_value() for url in load_settings({"NOTICE_URLS": urls}, tmp_path).notice_urls]
    assert found == [
        "mailto://u:p@example.org?to=a@b.cn,c@d.cn",
        "wecombot://key",
        "dingtalk://token",
        "json://localhost",
    ]


def test_a_tick_may_be_a_fraction_of_a_second(tmp_path: Path) -> None:
    assert load_settings({"TICK_SECONDS": "0.05"}, tmp_path).tick_seconds == 0.05


def test_nothing_secret_shows_in_a_settings_repr(tmp_path: Path) -> None:
    env = POSTGRES | {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "NOTICE_URLS": "wecombot://notice-secret",
        "HEARTBEAT_URL": "https://hc-ping.com/beat-secret",
    }
    settings = load_settings(env, tmp_path)
    shown = f"{settings!r} {settings} {settings.model_dump()}"
    for secret in (TOKEN, KEY_A, KEY_B, "ss-word", "notice-secret", "beat-secret"):
        assert secret not in shown
    assert {TOKEN, KEY_A, KEY_B, "pa/ss-word", "wecombot://notice-secret", "https://hc-ping.com/beat-secret"} <= set(
        settings.secret_values()
    )
