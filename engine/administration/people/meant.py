"""What an administrator types to name something, read into its code; a fault where several are."""

from datetime import date

from engine.administration.configuring import ConfigurationAct
from engine.organisation.named import (
    Meant,
    officers_named,
    positions_named,
    procedures_named,
    several,
    units_named,
)


def unit_meant(act: ConfigurationAct, field: str, text: str, day: date) -> str:
    """The unit's code; a fault on the field where several are meant."""
    return _one(act, field, text, units_named(act.setting, text, day), "đơn vị")


def position_meant(act: ConfigurationAct, field: str, text: str) -> str:
    """The position's code."""
    return _one(act, field, text, positions_named(act.setting, text), "chức danh")


def officer_meant(act: ConfigurationAct, field: str, text: str) -> str:
    """The officer's user name."""
    found = officers_named(act.session, act.setting, text, act.today)
    return _one(act, field, text, found, "cán bộ")


def procedure_meant(act: ConfigurationAct, field: str, text: str) -> str:
    """The procedure's code."""
    found = procedures_named(act.session, act.province_code, text)
    return _one(act, field, text, found, "thủ tục")


def _one(act: ConfigurationAct, field: str, text: str, found: tuple[Meant, ...], what: str) -> str:
    fault = several(text, found, what)
    if fault is not None:
        act.unclear(field, fault)
    return found[0][0] if len(found) == 1 else text
