"""The registry of ports: who is chosen, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.ports import DOCUMENTS, PORTS, Port, check_adapters
from api.settings import Settings
from engine.errors import SettingInvalid
from tests.conftest import settings_for

BANK = Port[str]("bank", str, {"real": lambda _: "real", "simulator": lambda _: "played"})
PLAYED = Port[str]("post", str, {"simulator": lambda _: "played"})


def asked(tmp_path: Path, mode: str = "demo", **adapters: str) -> Settings:
    return replace(settings_for(tmp_path, mode=mode), adapters=adapters)


def test_a_demo_takes_the_simulator_and_production_the_first_real_one(tmp_path: Path) -> None:
    assert BANK.make(asked(tmp_path)) == "played"
    assert BANK.make(asked(tmp_path, "production")) == "real"


def test_a_setting_chooses_another_adapter(tmp_path: Path) -> None:
    assert BANK.make(asked(tmp_path, bank="real")) == "real"


@pytest.mark.parametrize("name", ["simulator", "nobody"])
def test_production_refuses_a_simulator_as_it_refuses_a_stranger(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingInvalid, match=r"MOTCUA_ADAPTER_BANK .*: chỉ nhận real"):
        BANK.make(asked(tmp_path, "production", bank=name))


def test_production_does_not_start_on_a_port_that_has_only_a_simulator(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="MOTCUA_ADAPTER_POST"):
        check_adapters(asked(tmp_path, "production"), (BANK, PLAYED))


def test_a_setting_for_a_port_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match=r"MOTCUA_ADAPTER_BNAK .*: chỉ có MOTCUA_ADAPTER_BANK"):
        check_adapters(asked(tmp_path, bnak="real"), (BANK,))


def test_the_environment_names_adapters_and_an_empty_name_is_none(tmp_path: Path) -> None:
    env = {"MOTCUA_MODE": "demo", "MOTCUA_VAR": str(tmp_path)}
    settings = Settings.from_env(
        {**env, "MOTCUA_ADAPTER_DOCUMENTS": "folder", "MOTCUA_ADAPTER_HEADS": ""}
    )
    assert settings.adapters == {"documents": "folder"}
    check_adapters(settings)


def test_what_is_registered_is_made_in_a_demo_and_in_production(tmp_path: Path) -> None:
    for mode in ("demo", "production"):
        assert all(port.make(asked(tmp_path, mode)) for port in PORTS)
    assert DOCUMENTS.setting == "MOTCUA_ADAPTER_DOCUMENTS"
