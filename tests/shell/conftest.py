"""The whole service on each database, for tests that talk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import vault
from tests import studies
from tests.talk import Service


@pytest.fixture
def service(study_url: str) -> Iterator[Service]:
    """A service on an empty database, on Thursday 5 March 2026, 19:00 in Shanghai."""
    service = Service(study_url)
    yield service
    service.close()


@pytest.fixture(scope="session")
def lived_study(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Engine]:
    engine = studies.lived(tmp_path_factory.mktemp("study"), migrated_file, studies.SMALL)
    yield engine
    engine.dispose()


@pytest.fixture
def study(lived_study: Engine) -> Engine:
    """A small simulated study, to be read and not changed."""
    vault.unlock(vault.Vault(studies.KEY))
    return lived_study
