"""Malformed and hostile XML is refused with every reason, and nothing of it is executed."""

import pytest

from engine.workflow.reading.document import LIMITS, Limits, read_document
from engine.workflow.reading.faults.refusals import DocumentRefused

SMALL = Limits(size=2_000, elements=50, depth=10)


def _refused(data: bytes, limits: Limits = SMALL) -> list[tuple[str, int | None]]:
    with pytest.raises(DocumentRefused) as refused:
        read_document(data, file="x.bpmn", limits=limits)
    return [(fault.code, fault.line) for fault in refused.value.faults]


def test_a_plain_file_is_read_in_any_of_the_known_encodings() -> None:
    text = '<?xml version="1.0" encoding="{}"?><!-- đơn --><a n="phường"/>'
    for name in ("UTF-8", "utf-16"):
        root = read_document(text.format(name).encode(name), file="x").root
        assert root.get("n") == "phường"
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?><a n="é"/>'.encode("iso-8859-1")
    assert read_document(latin, file="x").root.get("n") == "é"
    assert read_document(b"\xef\xbb\xbf<a/>", file="x").root.tag == "a"


FAULTS = {
    "empty": (b" \n ", "xml.empty"),
    "too large": (b"<a>" + b" " * 3_000 + b"</a>", "xml.too_large"),
    "too many elements": (b"<a>" + b"<b/>" * 60 + b"</a>", "xml.too_many_elements"),
    "a long name": (b"<a " + b"b" * 201 + b'="1"/>', "xml.name_too_long"),
    "a long name of an element": (b"<a><" + b"b" * 201 + b" c='>'/></a>", "xml.name_too_long"),
    "too many attributes": (
        b"<a " + b" ".join(b'b%d=""' % n for n in range(101)) + b"/>",
        "xml.too_many_attributes",
    ),
    "a long namespace": (b"<a xmlns:b = '" + b"c" * 501 + b"'/>", "xml.value_too_long"),
    "too deep": (b"<a>" * 11 + b"</a>" * 11, "xml.too_deep"),
    "far too deep": (b"<a>" * 30 + b"</a>" * 30, "xml.too_deep"),
    "no XML": (b"%PDF-1.7", "xml.not_xml"),
    "unknown encoding": (b'<?xml version="1.0" encoding="koi8-x"?><a/>', "xml.encoding_unknown"),
    "another encoding than declared": (
        '<?xml version="1.0" encoding="UTF-8"?><a/>'.encode("utf-16"),
        "xml.encoding_mismatch",
    ),
    "bytes of another encoding": (
        "<a n='phường'/>".encode("cp1258", "replace") + b"\xff",
        "xml.encoding",
    ),
    "a control character": (b"<a>\x01</a>", "xml.character"),
    "a document type": (b"<!DOCTYPE a><a/>", "xml.dtd"),
    "a document type behind a comment": (b"<!-- x --><?pi x?> <!DOCTYPE a><a/>", "xml.dtd"),
    "a document type in UTF-16": ("<!DOCTYPE a><a/>".encode("utf-16"), "xml.dtd"),
    "an entity": (b'<!DOCTYPE a [<!ENTITY x "y">]><a/>', "xml.entity_declared"),
    "a parameter entity": (b'<!DOCTYPE a [<!ENTITY % x "y">]><a/>', "xml.entity_declared"),
    "an external entity": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "xml.external",
    ),
    "an external subset": (b'<!DOCTYPE a SYSTEM "http://x/y.dtd"><a/>', "xml.external"),
    "an inclusion": (
        b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></a>',
        "xml.external",
    ),
    "an unknown entity": (b"<a>&nbsp;</a>", "xml.entity_unknown"),
    "tags that do not match": (b"<a><b></a>", "xml.tag_mismatch"),
    "a file cut off": (b"<a><b>", "xml.unclosed"),
    "an attribute without quotes": (b"<a b=1/>", "xml.attribute"),
    "an attribute twice": (b'<a b="1" b="2"/>', "xml.attribute_twice"),
    "an undeclared prefix": (b"<bpmn:a/>", "xml.namespace"),
    "a lone ampersand": (b"<a>A & B</a>", "xml.syntax"),
    "something after the end": (b"<a/><b/>", "xml.after_end"),
}


@pytest.mark.parametrize(("data", "code"), FAULTS.values(), ids=FAULTS)
def test_what_is_no_harmless_xml_is_refused(data: bytes, code: str) -> None:
    assert code in {found for found, _ in _refused(data)}


def test_every_reason_comes_at_once_with_its_line() -> None:
    data = (
        b'<?xml version="1.0"?>\n<!DOCTYPE a [\n<!ENTITY x "]>">\n]>\n'
        b"<a>\n<b c=1/>\n&x;\n<q:d/>\n</e>\n"
    )
    assert _refused(data)[:3] == [("xml.dtd", 2), ("xml.entity_declared", 3), ("xml.attribute", 6)]
    assert {
        ("xml.entity_unknown", 7),
        ("xml.namespace", 8),
        ("xml.tag_mismatch", 9),
    } <= set(_refused(data))


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE " + b"<!--" * 400_000,
        b"<!DOCTYPE " + b'"' * 1_000_001,
        b"<!DOCTYPE " + b"<!ENTITY % " * 200_000,
        b"<!--" * 400_000,
        b"<?a " * 400_000,
        b"<a>" + b"&x;" * 400_000,
        b"<a " + b" ".join(b'b%d=""' % n for n in range(100_000)) + b"><b></a>",
        b"<a><" + b"b" * 49_000 + b"/></a>",
        b"<a " + b"b" * 49_000 + b'="1"/>',
        b'<a b="' + b"x" * 70_000 + b'"/>',
        b"<a b='" * 400_000,
        b"<![CDATA[" * 400_000,
        b'<!DOCTYPE a [<!ENTITY a "&b;&b;&b;&b;"><!ENTITY b "&c;&c;&c;&c;">]><c>&a;</c>' * 1_000,
    ],
    ids=range(13),
)
def test_contrived_files_are_answered_without_growing_work(data: bytes) -> None:
    # Each of these runs for minutes in a reader that starts over at every mark.
    assert 1 <= len(_refused(data, LIMITS)) <= 250


def test_what_tools_write_is_no_long_name() -> None:
    value = "x" * 65_536
    names = " ".join(f'{"b" * 190}{n}="<>"' for n in range(100)).replace("<", "")
    behind = f"<!-- <{'c' * 300} d='> --><e f='{value}'>{value}<![CDATA[<{'g' * 300}]]></e>"
    assert len(read_document(f"<a {names}>{behind}</a>".encode(), file="x").root.items()) == 100


def test_a_refusal_says_how_many_faults_there_are_and_the_first() -> None:
    with pytest.raises(DocumentRefused, match="có 1 lỗi"):
        read_document(b"", file="x.bpmn")
