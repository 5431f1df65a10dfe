"""The service behind the pages, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.talk import Service


@pytest.fixture
def service(study_url: str) -> Iterator[Service]:
    service = Service(study_url)
    yield service
    service.close()
