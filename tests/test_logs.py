import io
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
import structlog

import bot.logs
from bot.logs import HIDDEN, TALKATIVE, Redactor, set_up
from bot.vault import Phi

TOKEN = "123456789:AAF0abcdefghijklmnopqrstuvwxyz_-123"
SECRET = "pa/ss wörd\\secret"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """A log that is set up, and everything put back afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook, structlog.get_config())
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    stream = io.StringIO()
    set_up("DEBUG", [TOKEN, SECRET], stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], level, sys.excepthook, threading.excepthook, config = before
    root.setLevel(level)
    for name, quiet in levels.items():
        logging.getLogger(name).setLevel(quiet)
    structlog.configure(**config)


def written(log: io.StringIO) -> str:
    text = log.getvalue()
    assert TOKEN not in text
    assert TOKEN.partition(":")[2] not in text
    assert SECRET not in text
    return text


def chained() -> Exception:
    """An error as python-telegram-bot raises it: the address with the token in it lies in its cause's cause."""
    try:
        try:
            try:
                raise OSError(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
            except OSError as inner:
                raise ConnectionError(f"token {TOKEN}") from inner
        except ConnectionError:
            raise ValueError(f"secret {SECRET}")  # noqa: B904 - the context, too, is printed
    except ValueError as error:
        return error


def test_records_of_both_kinds_come_out_on_one_line_with_time_level_and_name(log: io.StringIO) -> None:
    logging.getLogger("bot.inbox").info("stored %d", 3)
    structlog.get_logger("bot.clock").info("tick", opened=2)
    first, second = written(log).splitlines()
    assert all(word in first for word in ("info", "stored 3", "bot.inbox", "Z "))
    assert all(word in second for word in ("info", "tick", "opened=2", "bot.clock", "Z "))


def test_a_planted_token_never_comes_out_of_a_message_or_its_arguments(log: io.StringIO) -> None:
    logging.getLogger("x").warning(f"https://api.telegram.org/bot{TOKEN}/getMe")
    logging.getLogger("x").warning("url %s %r", f"/bot{TOKEN}", {"token": TOKEN})
    structlog.get_logger("x").info("sent", url=f"/bot{TOKEN}", nested=[{"secret": SECRET}])
    assert written(log).count(HIDDEN) == 5


def test_a_planted_token_never_comes_out_of_an_exception_or_its_causes(log: io.StringIO) -> None:
    error = chained()
    logging.getLogger("x").error("failed", exc_info=error)
    structlog.get_logger("x").error("failed", exc_info=error)
    text = written(log)
    assert text.count(HIDDEN) >= 6
    assert text.count("ConnectionError") >= 2
    assert text.count("Traceback") >= 6


def test_a_planted_token_never_comes_out_of_an_exception_that_nobody_caught(log: io.StringIO) -> None:
    error = chained()
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(error))
    thread.start()
    thread.join()
    assert written(log).count("uncaught exception") == 2


def test_a_planted_token_never_comes_out_of_a_warning(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(f"bot{TOKEN}", stacklevel=1)
    assert HIDDEN in written(log)


def test_a_record_that_cannot_be_written_does_not_show_itself(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("DEBUG", [TOKEN], log)  # anew, without the handlers by which pytest looks on: theirs would raise
    logging.getLogger("x").warning("two %s %s", TOKEN)
    assert "could not be written" in written(log)
    assert TOKEN not in capsys.readouterr().err


def test_a_token_that_nobody_named_is_known_by_its_shape() -> None:
    redact = Redactor()
    other = "987654321:ZZabcdefghijklmnopqrstuvwxyz_-98765"
    for text in (f"/bot{other}/getMe", f"token={other}", f"/bot{other.replace(':', '%3A')}/getMe"):
        assert "ZZabc" not in redact(text)
    assert redact("17:30:00 sha256:abc") == "17:30:00 sha256:abc"


def test_a_secret_is_found_as_it_is_and_as_addresses_and_reprs_write_it() -> None:
    redact = Redactor([SECRET, "db", ""])
    for form in (SECRET, "pa%2Fss%20w%C3%B6rd%5Csecret", repr(SECRET)):
        assert HIDDEN in redact(f"x {form} y")
        assert "rd" not in redact(f"x {form} y")
    assert redact("the db is up") == "the db is up"


def test_a_password_in_an_address_is_hidden_however_short() -> None:
    assert Redactor()("postgresql+psycopg://me:db@host/name") == f"postgresql+psycopg://me:{HIDDEN}@host/name"


def test_the_longer_of_two_secrets_is_hidden_whole() -> None:
    assert Redactor(["secret-a", "secret-a-and-more"])("secret-a-and-more") == HIDDEN


def test_words_of_a_participant_do_not_come_out_when_they_are_logged(log: io.StringIO) -> None:
    words = Phi("I feel dreadful")
    logging.getLogger("x").info("said %s", words)
    logging.getLogger("x").info("said %(words)s", {"words": words})
    structlog.get_logger("x").info("said", words=words, rows=[{"words": words}])
    structlog.get_logger("x").info("said %s", words)
    text = written(log)
    assert "dreadful" not in text
    assert text.count("‹phi›") == 5


def test_a_logged_text_cannot_pretend_to_be_another_record(log: io.StringIO) -> None:
    logging.getLogger("x").info("line\n2026-01-01 [critical] forged")
    structlog.get_logger("x").info("line\r\nforged", more="a\nb")
    assert len(written(log).splitlines()) == 2


@pytest.mark.parametrize("name", ["httpx", "httpcore", "telegram", "telegram.ext", "aiohttp.access", "apscheduler"])
def test_talkative_libraries_are_held_at_warning_even_at_debug(log: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("HTTP Request: POST …")
    assert written(log) == ""
    logging.getLogger(name).warning("slow")
    assert "slow" in written(log)


def test_at_a_higher_level_nothing_below_comes_out(log: io.StringIO) -> None:
    stream = io.StringIO()
    set_up("ERROR", stream=stream)
    logging.getLogger("httpx").warning("a")
    structlog.get_logger("x").warning("b")
    assert stream.getvalue() == ""


def test_nothing_starts_when_the_redaction_does_not_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.logs.Redactor, "__call__", lambda self, text: text)
    with pytest.raises(RuntimeError, match="would show secrets"):
        set_up("INFO")


def test_the_log_goes_to_standard_error_unless_told_otherwise(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up("INFO")
    logging.getLogger("x").info("hello")
    out, err = capsys.readouterr()
    assert (out, "hello" in err) == ("", True)
