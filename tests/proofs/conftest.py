"""The whole service on each database, for tests that talk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.talk import Service


@pytest.fixture
def service(study_url: str) -> Iterator[Service]:
    """A service on an empty database, on Thursday 5 March 2026, 19:00 in Shanghai."""
    service = Service(study_url)
    yield service
    service.close()
