"""What the command line itself says is Vietnamese: help texts, and what is wrong with arguments."""

import re
from collections.abc import Iterator

import click
import pytest

from api.cli import motcua
from api.cli.in_vietnamese import speak_vietnamese, told

ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Show this|default|required|INTEGER|TEXT|Error|Try"
    r"|PROVINCE|USERNAME)\b"
)


def commands(command: click.Command, context: click.Context) -> Iterator[str]:
    """The help of the command and of all below it."""
    yield command.get_help(context)
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from commands(below, click.Context(below, parent=context, info_name=name))


def test_every_help_text_is_vietnamese() -> None:
    speak_vietnamese()
    helps = list(commands(motcua, click.Context(motcua, info_name="motcua")))
    assert len(helps) > 30
    for text in helps:
        assert ENGLISH.findall(text) == [], text
        assert text.startswith("Cách dùng: motcua")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rules explain", "Thiếu tham số TỈNH."),
        ("demo cases --most 0", "--most: 0 không thuộc khoảng x>=1."),
        ("demo cases --most x", "--most: “x” không phải số nguyên."),
        ("khong-co", "Không có lệnh khong-co."),
        ("demo cases --mst 3", "Không có tùy chọn --mst. Có phải '--most' không?"),
        ("demo cases 3", "Thừa tham số: 3."),
        ("demo cases --most", "Tùy chọn --most cần một giá trị."),
        ("rules explain a b --day 31-12", "--day: “31-12” không phải ngày viết như 2025-12-31"),
        ("packages check nghe_an /khong-co", "GÓI...: không có /khong-co."),
    ],
)
def test_what_is_wrong_with_arguments_is_told_in_vietnamese(line: str, words: str) -> None:
    speak_vietnamese()
    with pytest.raises(click.ClickException) as refused:
        motcua.main(line.split(), prog_name="motcua", standalone_mode=False)
    said = told(refused.value)
    assert f"Lỗi: {words}" in said
    assert ENGLISH.findall(said) == []


def test_a_group_alone_tells_its_use_and_nothing_is_called_wrong() -> None:
    speak_vietnamese()
    with pytest.raises(click.ClickException) as asked:
        motcua.main(["accounts"], prog_name="motcua", standalone_mode=False)
    said = told(asked.value)
    assert said.startswith("Cách dùng: motcua accounts")
    assert "Lỗi" not in said
