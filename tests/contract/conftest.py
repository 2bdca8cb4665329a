"""A suite ``test_<port>.py`` runs over every adapter that the registry has for its port."""

from pathlib import Path
from typing import Any

import pytest

from api.ports import PORTS
from tests.conftest import settings_for

BY_NAME = {port.name: port for port in PORTS}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for ``adapter`` once on each."""
    if "adapter" in metafunc.fixturenames:
        port = BY_NAME[metafunc.module.__name__.rpartition("test_")[2]]
        made = [port.adapters[name] for name in port.adapters]
        metafunc.parametrize("adapter", made, ids=list(port.adapters), indirect=True)


@pytest.fixture
def settings() -> dict[str, str]:
    """What the adapters of a suite need to know; a suite says what its own need."""
    return {}


@pytest.fixture
def adapter(request: pytest.FixtureRequest, tmp_path: Path, settings: dict[str, str]) -> Any:
    """An adapter of the suite's port, made as the product makes it."""
    return request.param(settings_for(tmp_path, **settings))
