"""TOML as manifests and scenarios are written in, with the line of every key."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.files.text_file import FileUnreadable, text_of

Path = tuple[str | int, ...]
"""Keys and, in lists of tables, places counted from 0."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """What a file says, and on which line. Lines count from 1."""

    tables: Mapping[str, Any]
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int | None:
        """The line of a key, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


LARGEST = 512 * 1024
"""Bytes of a file that somebody sent: a manifest has some ten thousand."""


def read_toml(data: bytes, *, most: int = LARGEST) -> TomlFile:
    """The tables of a file of at most so many bytes. Raises FileUnreadable with the line and what
    is wrong there."""
    if len(data) > most:
        raise FileUnreadable(f"tệp lớn hơn {most // 1024} KB")
    text = text_of(data)
    return TomlFile(tables_of(text, most=most), dict(_lines(text)))


def tables_of(text: str, *, most: int = LARGEST) -> dict[str, Any]:
    """The tables of a text of at most so many letters. Raises FileUnreadable with the line and what
    is wrong there."""
    if len(text) > most:
        raise FileUnreadable(f"tệp lớn hơn {most // 1024} KB")
    for keys in _KEYS.finditer(text):
        if keys["more"]:
            line = text.count("\n", 0, keys.start()) + 1
            raise FileUnreadable(f"tên khóa có hơn {MOST_KEYS} phần nối bằng dấu chấm", line)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        raise FileUnreadable(_words(error), int(found[1]) if found else None) from None
    except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
        raise FileUnreadable("giá trị quá lớn hoặc lồng quá sâu") from None
    if any(isinstance(one, int) and one.bit_length() > _MOST_BITS for one in _values(tables)):
        raise FileUnreadable("có số quá lớn")
    return tables


MOST_KEYS = 16
"""Keys that one dotted key may join: the reader looks at all that are before for each of them."""
_LONG = r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"{3,5}|" r"'''(?:[^']|'(?!''))*+'{3,5}"
_ONE = r"(?:[A-Za-z0-9_-]++|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+')"
_DOT = r"[ \t]*+\.[ \t]*+"
_KEYS = re.compile(
    rf"{_LONG}|#[^\n]*+|{_ONE}(?:{_DOT}{_ONE}){{0,{MOST_KEYS - 1}}}+(?P<more>{_DOT}{_ONE})?+",
    re.DOTALL,
)
"""What looks like a dotted key, wherever it stands, found in one pass; long texts and remarks are
gone over as the reader goes over them, or a quote in one would hide what follows."""
_MOST_BITS = 10_000
"""Larger whole numbers, written in hexadecimal, can't even be shown."""


def _values(tables: Mapping[str, Any]) -> Iterator[object]:
    waiting: list[object] = [tables]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        else:
            yield one


_AT_LINE = re.compile(r"at line (\d+)")
_TOML_WORDS = {
    "Expected newline": "thừa chữ sau giá trị",
    "Expected '='": "thiếu dấu = sau tên khóa",
    "Expected ']": "thiếu dấu ] đóng tên bảng",
    "Illegal character": "có ký tự không được phép, hay chuỗi chữ chưa đóng ngoặc kép",
    "Unescaped": "dấu \\ trong chuỗi chữ phải viết thành \\\\",
    "Unterminated": "chuỗi chữ chưa đóng ngoặc kép",
    "Unclosed array": "danh sách chưa đóng ngoặc ]",
    "Unclosed inline table": "bảng trên một dòng chưa đóng ngoặc }",
    "Cannot overwrite": "khóa đã có ở phía trên",
    "Cannot declare": "bảng đã có ở phía trên",
    "Cannot redefine": "bảng đã có ở phía trên",
    "Cannot mutate": "bảng đã có ở phía trên",
    "Duplicate inline": "khóa viết hai lần trong một bảng",
    "Invalid initial character for a key": "tên khóa bắt đầu bằng ký tự không được phép",
    "Invalid date": "ngày hay giờ không có thật",
    "Invalid value": "giá trị không đọc được; chữ phải đặt trong ngoặc kép",
    "Invalid statement": "dòng không có dạng tên = giá trị",
}
"""How the beginning of what the TOML reader says is said here."""


def _words(error: tomllib.TOMLDecodeError) -> str:
    said = str(error)
    words = (text for start, text in _TOML_WORDS.items() if said.startswith(start))
    return next(words, "không đọc được")


_KEY = r"(?:[\w-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_ASSIGNED = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_ONE_KEY = re.compile(_KEY)
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|'
    r"'''.*?'{3,5}|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'|"
    r"#[^\n]*|[\[\]{}\n]",
    re.DOTALL,
)


def _lines(text: str) -> Iterator[tuple[Path, int]]:
    """Path → line of each header and key of a well-formed file."""
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            table = _within(_keys(header[2]), counts)
            if header[1] == "[[":
                at = counts[table] = counts.get(table, -1) + 1
                table = (*table, at)
            yield table, number
        elif assigned := _ASSIGNED.match(line):
            yield (*table, *_keys(assigned[1])), number


def _within(keys: Path, counts: Mapping[Path, int]) -> Path:
    """The path with the place of each list that a header goes through."""
    path: Path = ()
    for at, key in enumerate(keys):
        path = (*path, key)
        if path in counts and at + 1 < len(keys):
            path = (*path, counts[path])
    return path


def _keys(dotted: str) -> Path:
    return tuple(key.strip("\"'") for key in _ONE_KEY.findall(dotted))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header or assignment with its first line; strings, lists, inline tables may go on."""
    start, first, line, depth = 0, 1, 1, 0
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign == "\n":
            line += 1
            if depth == 0:
                yield first, text[start : token.start()]
                start, first = token.end(), line
        elif sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        else:
            line += sign.count("\n")
    yield first, text[start:]
