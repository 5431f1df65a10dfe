"""The databases that tests are given, and CI's promise to skip none of the tests that need one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

CONFTEST = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("attempt", [1, 2])
def test_every_test_gets_an_empty_database(database_url: str, attempt: int) -> None:
    """A table made by one test is not there for the next."""
    engine = create_engine(database_url, poolclass=NullPool)

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE visit (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO visit (id) VALUES (1)"))

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM visit")).scalar_one() == 1


def test_the_server_is_postgresql_18_and_speaks_unicode(postgres_url: str) -> None:
    engine = create_engine(postgres_url, poolclass=NullPool)

    with engine.connect() as connection:
        version = connection.execute(text("SHOW server_version_num")).scalar_one()
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()

    assert (int(version) // 10000, encoding) == (18, "UTF8")


def test_asking_for_postgres_is_marked(request: pytest.FixtureRequest, postgres_url: str) -> None:
    assert request.node.get_closest_marker("postgres")


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty suite with this suite's conftest.py, in CI."""
    monkeypatch.setenv("CI", "true")
    pytester.makeconftest(CONFTEST)
    pytester.makeini(
        """
        [pytest]
        markers =
            postgres
            browser
        asyncio_default_fixture_loop_scope = function
        """
    )
    return pytester


SKIPPED = """
import pytest

@pytest.mark.skip(reason="one")
@pytest.mark.postgres
def test_by_marker(): pass

@pytest.mark.skipif(True, reason="two")
@pytest.mark.browser
def test_by_condition(): pass

@pytest.mark.browser
def test_by_itself(): pytest.skip("three")

@pytest.fixture
def server(): pytest.skip("four")

@pytest.mark.postgres
def test_by_its_fixture(server): pass

@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_by_its_parameter(database): database == "sqlite" or pytest.skip("five")
"""


def test_ci_fails_however_a_marked_test_is_skipped(suite: pytest.Pytester) -> None:
    suite.makepyfile(SKIPPED)

    result = suite.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1, failed=2, errors=3)
    result.stdout.fnmatch_lines_random(
        [
            "CI skips no test marked postgres, but *::test_by_marker was: one",
            "CI skips no test marked browser, but *::test_by_condition was: two",
            "CI skips no test marked browser, but *::test_by_itself was: three",
            "CI skips no test marked postgres, but *::test_by_its_fixture was: four",
            "CI skips no test marked postgres, but *::test_by_its_parameter?postgres? was: five",
        ]
    )


def test_ci_fails_when_a_file_skips_itself(suite: pytest.Pytester) -> None:
    """Its markers would only have been known after its import."""
    suite.makepyfile("import pytest\n\npytest.skip('no server', allow_module_level=True)")

    result = suite.runpytest_inprocess()

    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*CI skips no file, but *was: no server*"])


OTHER = """
import pytest

@pytest.mark.skip(reason="Windows only")
def test_skipped(): pass

@pytest.mark.postgres
@pytest.mark.xfail(reason="not yet")
def test_expected_to_fail(): assert False

@pytest.mark.postgres
def test_passes(): pass
"""


def test_ci_lets_other_skips_and_expected_failures_be(suite: pytest.Pytester) -> None:
    suite.makepyfile(OTHER)

    result = suite.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=1, skipped=1, xfailed=1)


def test_a_developer_may_skip(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI")
    suite.makepyfile("import pytest\n\n@pytest.mark.browser\ndef test_it(): pytest.skip('no chromium')")

    result = suite.runpytest_inprocess()

    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(skipped=1)
