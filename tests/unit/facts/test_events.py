"""Every event says what happened, with names as they are, to those who may read it."""

import dataclasses
import json
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from engine.audit import Actor
from engine.catalogue.manifest import CHANNELS
from engine.facts.base import APPLICANT, INTERNAL, OFFICERS, Event, Topic, payload
from engine.facts.events_of_filing import CaseSubmitted
from engine.facts.events_of_work import TaskCompleted
from engine.facts.reading import EVENTS, Unreadable, read_event
from engine.facts.topics import TOPICS
from engine.facts.words import Words
from engine.store.rows import Channel
from tests.facts import EXAMPLES, WORDS, Example

ROOT = Path(__file__).parents[3]
STORED = json.loads((ROOT / "tests/fixtures/facts/stored_events.json").read_text("utf-8"))


def as_stored(event: Event) -> Any:
    return json.loads(msgspec.json.encode(payload(event)))


def example(kind: str) -> Event:
    return next(one.event for one in EXAMPLES if one.event.kind == kind)


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.event.kind)
def test_an_event_tells_what_happened(one: Example) -> None:
    if one.sentence is None:
        assert one.event.silent
        assert not any(one.event.shown_to(reader) for reader in ("officers", "applicant"))
    else:
        assert one.event.sentence(WORDS) == one.sentence


def test_every_kind_of_event_is_in_the_table_and_has_an_example() -> None:
    ours = {one for one in Event.__subclasses__() if one.__module__.startswith("engine.")}
    assert ours - {Unreadable} == set(EVENTS.values())
    assert {one.event.kind for one in EXAMPLES} == EVENTS.keys()


def test_every_topic_is_in_the_table_and_documents_what_it_carries() -> None:
    ours = {one for one in Topic.__subclasses__() if one.__module__.startswith("engine.")}
    assert ours == set(TOPICS.values())
    for shape in TOPICS.values():
        assert shape.__doc__, shape
        assert not shape.__doc__.startswith(f"{shape.__name__}("), "written by dataclass itself"
        told = msgspec.json.schema(shape)["$defs"][shape.__name__]["properties"]
        assert [name for name, field in told.items() if "description" not in field] == []


def test_every_icon_exists() -> None:
    icons = json.loads((ROOT / "web/templates/icons.json").read_text("utf-8"))
    assert {one.icon for one in EVENTS.values() if not one.silent} <= icons.keys()


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.event.kind)
def test_an_event_is_read_back_as_it_was_recorded(one: Example) -> None:
    assert read_event(one.event.kind, as_stored(one.event)) == one.event


@pytest.mark.parametrize("old", STORED, ids=lambda old: old["kind"])
def test_events_that_earlier_versions_stored_are_read(old: Any) -> None:
    read = read_event(old["kind"], old["data"])
    assert not isinstance(read, Unreadable)
    told = {**old["data"]}
    told.pop("limit", None)  # it was a text once
    assert within(told, as_stored(read))
    if not read.silent:
        assert read.sentence(WORDS)


def within(old: Any, read: Any) -> bool:
    """Whether all that was stored is there; what events did not tell then may stand beside it."""
    if isinstance(old, dict):
        return all(name in read and within(value, read[name]) for name, value in old.items())
    if isinstance(old, list):
        return len(old) == len(read) and all(map(within, old, read))
    return bool(old == read)


def test_the_stored_events_are_of_every_kind() -> None:
    assert {old["kind"] for old in STORED} | {"task_released"} == EVENTS.keys()


@pytest.mark.parametrize(
    ("kind", "data"),
    [("signed_at_last", {}), ("case_ended", {"ending": "merged", "element": None, "status": 77})],
)
def test_what_a_newer_program_wrote_is_said_to_be_unreadable(kind: str, data: Any) -> None:
    read = read_event(kind, data)
    assert f"ghi sự kiện “{kind}”, bản phần mềm này" in read.sentence(WORDS)
    assert read.audience == OFFICERS


def test_an_event_without_readers_is_no_class() -> None:
    with pytest.raises(TypeError):
        type("Quiet", (Event,), {"sentence": lambda *_: ""}, kind="t_quiet", icon="ok")
    with pytest.raises(TypeError, match="reader"):
        type(
            "Nobody",
            (Event,),
            {"sentence": lambda *_: ""},
            kind="t_nobody",
            icon="ok",
            audience=frozenset(),
        )


@pytest.mark.parametrize("said", [{"icon": "ok"}, {}])
def test_an_event_without_a_sentence_is_no_class(said: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="needs a sentence"):
        type("Mute", (Event,), {}, kind="t_mute", audience=OFFICERS, **said)


def test_two_events_of_one_kind_are_not_two_classes() -> None:
    with pytest.raises(TypeError, match="TaskClaimed is “task_claimed” already"):
        type("Again", (Event,), {}, kind="task_claimed", audience=OFFICERS, silent="no")
    with pytest.raises(TypeError, match="already"):
        type("Again", (Topic,), {}, topic="case_submitted", told=frozenset({"portal"}))


def test_a_topic_that_tells_nobody_is_no_class() -> None:
    with pytest.raises(TypeError, match="tells nobody"):
        type("Whisper", (Topic,), {}, topic="t_whisper", told=frozenset())


def test_an_officers_comment_is_internal_unless_the_act_is_addressed_to_the_applicant() -> None:
    internal = example("task_completed")
    assert isinstance(internal, TaskCompleted)
    assert internal.comment_for("officers") == internal.comment
    assert internal.comment_for("applicant") is None
    addressed = dataclasses.replace(internal, comment_reader="applicant")
    assert addressed.comment_for("applicant") == internal.comment
    assert addressed.comment_for("public") is None


def test_an_internal_field_is_in_no_sentence() -> None:
    """Whoever reads the sentence reads it whole."""
    for one in EXAMPLES:
        hints = get_type_hints(type(one.event), include_extras=True)
        hidden = [n for n, hint in hints.items() if INTERNAL in getattr(hint, "__metadata__", ())]
        marked = dataclasses.replace(
            one.event,
            **{
                n: "BÍ MẬT" if hints[n].__origin__ == str | None else {"a": "BÍ MẬT"}
                for n in hidden
            },
        )
        if not one.event.silent:
            assert "BÍ MẬT" not in marked.sentence(WORDS)


def test_what_stopped_the_engine_is_for_officers() -> None:
    assert example("incident_opened").audience == OFFICERS
    assert example("case_parked").audience == APPLICANT


SUBMITTED: dict[str, Any] = {
    "procedure": "p",
    "package": "d",
    "receiving": "c",
    "competent": "c",
    "returning": "c",
    "answers": {},
    "documents": (),
}
CITIZEN = Words(Actor("c", "Lê Thị Mai", None, "chị"))


def submitted(channel: Channel, **more: Any) -> str:
    return CaseSubmitted(channel=channel, **SUBMITTED, **more).sentence(CITIZEN)


def test_who_files_online_is_who_is_signed_in() -> None:
    told = submitted("online", submitter="Lê Thị Mai", assisted=False)
    assert told == "Chị Lê Thị Mai nộp hồ sơ, trực tuyến"


@pytest.mark.parametrize("channel", CHANNELS)
def test_whoever_helps_is_not_who_files(channel: Channel) -> None:
    told = submitted(channel, submitter="Hồ Văn Nam", assisted=True)
    assert told.startswith("Hồ Văn Nam ")
    assert "; chị Lê Thị Mai " in told


def test_an_older_counter_filing_says_only_who_noted_it() -> None:
    assert submitted("counter") == "Chị Lê Thị Mai ghi nhận hồ sơ nộp trực tiếp"
