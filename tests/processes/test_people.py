"""Whose a dossier is, who lets another file it, and whom it is about are apart in every package."""

import json
from pathlib import Path

import pytest

from tests.processes.reading import label, package_folders, toml

ALWAYS_TOLD = {"giay_phep_lao_dong", "ket_qua_tham_do_khoang_san", "khau_tru_boi_thuong"}
"""Packages whose owner is an organisation, told in each dossier; a person of its files."""
TOGETHER = {"ket_hon"}
"""What nobody files for another: both come themselves (law on civil status, art. 18)."""
WHO = ("owner_", "subject_", "submitter_")
GUARDED = {"tiep_nhan_bao_tro", "tro_cap_xa_hoi"}
"""What a parent or a guardian may file for a child or a ward."""
FOR_ANOTHER = '=nop_thay = "chinh_toi"'
AUTHORISED = '=nop_thay != "uy_quyen"'


@pytest.mark.parametrize("folder", package_folders(), ids=label)
def test_who_authorises_is_asked_apart_from_whom_the_dossier_is_about(folder: Path) -> None:
    filing = toml(folder / "procedure.toml")["filing"]
    people = filing["people"]
    form = json.loads((folder / "forms" / f"{filing['form']}.json").read_text(encoding="utf-8"))
    hidden = {one.get("key"): one.get("conditional", {}).get("hide") for one in form["components"]}
    asked = {who: {people[key] for key in people if key.startswith(who)} for who in WHO}
    assert not asked["subject_"] & (asked["owner_"] | asked["submitter_"])
    if folder.name in TOGETHER:
        assert "owner_name" not in people
    elif folder.name in ALWAYS_TOLD:
        assert hidden[people["owner_name"]] is None
    else:
        told = {hidden[people[f"owner_{what}"]] for what in ("name", "identity_number")}
        assert told == {FOR_ANOTHER if folder.name in GUARDED else AUTHORISED}
