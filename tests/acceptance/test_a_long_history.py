"""A page tells of a long history what is new; the rest is one click away."""

import re

import pytest
from flask import Flask

from tests.client import Api
from tests.town import Town
from web.officer import case


def test_the_newest_events_come_first_and_the_others_when_they_are_asked_for(
    town: Town, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    monkeypatch.setattr(case, "TIMELINE", 2)
    page = Api(app, "hoai.nt@nghe_an")
    address = f"/ho-so/{town.case(case_id).code}?ds=vi-tri"
    short = page.client.get(address).text
    [more] = re.findall(r'href="([^"]*dien-bien[^"]*)"', short)
    whole = page.client.get(more.replace("&amp;", "&")).text
    assert (short.count('<time class="mute"'), "Xem cả" in whole) == (2, False)
    assert whole.count('<time class="mute"') > 2
