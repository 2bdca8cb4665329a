"""What click itself says, in Vietnamese: the frame of help texts, and what is wrong with arguments.

Our own words are Vietnamese where they stand. Click knows translations through gettext only, by the
locale of the process; ours speaks one language wherever it runs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import click

HEADINGS: Mapping[str, str] = {"Options": "Tùy chọn", "Commands": "Lệnh"}
_HELP = "Show this message and exit."
_OF_HELP = (
    (re.compile(re.escape(_HELP)), "Xem trợ giúp này."),
    (re.compile(r"\[default: "), "[mặc định: "),
    (re.compile(r"\bdefault: "), "mặc định: "),
    (re.compile(r"\brequired\b(?=[;\]])"), "bắt buộc"),
    (re.compile("Confirm the action without prompting."), "Đồng ý ngay, không hỏi lại."),
)
_KINDS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"\bINTEGER( RANGE)?\b"), "SỐ"),
    (re.compile(r"\bTEXT\b"), "CHỮ"),
    (re.compile(r"\bFILE\b"), "TỆP"),
    (re.compile(r"\bDIRECTORY\b"), "THƯ-MỤC"),
    (re.compile(r"\bPATH\b"), "ĐƯỜNG-DẪN"),
    (re.compile(r"\[%Y-%m-%d[^\]]*\]"), "NĂM-THÁNG-NGÀY"),
)
_NAMES: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(rf"\b{name}\b"), words)
    for name, words in (
        ("PROVINCE", "TỈNH"),
        ("PROCEDURE", "THỦ-TỤC"),
        ("USERNAME", "TÊN-ĐĂNG-NHẬP"),
        ("ACCOUNT", "TÀI-KHOẢN"),
        ("PACKAGE", "GÓI"),
        ("FOLDER", "THƯ-MỤC"),
        ("FILE", "TỆP"),
        ("REF", "MÃ-HỒ-SƠ"),
        ("NAME", "TÊN"),
        ("ACT", "VIỆC"),
        ("REMARK", "Ý-KIẾN"),
        ("IMPORT_ID", "MÃ-LẦN-NHẬP"),
        ("PROPOSAL_ID", "MÃ-ĐỀ-NGHỊ"),
        ("OUT", "TỆP-RA"),
    )
)
"""What a command takes, as click writes the names of our arguments."""
_USAGE = (
    *_NAMES,
    (re.compile(r"\[OPTIONS\]"), "[TÙY CHỌN]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "LỆNH [THAM SỐ]..."),
)
_MEANT = re.compile(r" ?(?:\(Possible options: (.*)\)|Did you mean (.*)\?)$")
_WRONG: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"Missing argument '(.*)'\."), r"Thiếu tham số \1."),
    (re.compile(r"Missing option '(.*)'\."), r"Thiếu tùy chọn \1."),
    (re.compile(r"Missing command\."), "Thiếu lệnh."),
    (re.compile(r"No such command '(.*)'\."), r"Không có lệnh \1."),
    (re.compile(r"No such option '(.*)'\."), r"Không có tùy chọn \1."),
    (re.compile(r"No such option: (\S+?)\.?"), r"Không có tùy chọn \1."),
    (re.compile(r"Option '(.*)' requires an argument\."), r"Tùy chọn \1 cần một giá trị."),
    (re.compile(r"Option '(.*)' does not take a value\."), r"Tùy chọn \1 không nhận giá trị."),
    (re.compile(r"Got unexpected extra arguments? \((.*)\)"), r"Thừa tham số: \1."),
    (re.compile(r"Invalid value for '(.*?)': (.*)", re.DOTALL), r"\1: \2"),
    (re.compile(r"(.*)'(.*)' is not in the range (\S+?)\."), r"\1\2 không thuộc khoảng \3."),
    (re.compile(r"(.*: )(\S+) is not in the range (\S+?)\."), r"\1\2 không thuộc khoảng \3."),
    (re.compile(r"(.*)'(.*)' is not a valid integer( range)?\."), r"\1“\2” không phải số nguyên."),
    (
        re.compile(r"(.*)'(.*)' does not match the formats? .*", re.DOTALL),
        r"\1“\2” không phải ngày viết như 2025-12-31 (giờ: 2025-12-31T08:30).",
    ),
    (re.compile(r"(.*)'(.*)' is not one of (.*)\."), r"\1“\2” không thuộc: \3."),
    (re.compile(r"(.*)(?:File|Directory|Path) '(.*)' does not exist\."), r"\1không có \2."),
    (re.compile(r"(.*)(?:File|Path) '(.*)' is a directory\."), r"\1\2 là thư mục, không phải tệp."),
    (re.compile(r"(.*)(?:Directory|Path) '(.*)' is a file\."), r"\1\2 là tệp, không phải thư mục."),
    (re.compile(r"(.*)(?:File|Directory|Path) '(.*)' is not readable\."), r"\1không đọc được \2."),
    (re.compile(r"(.*)(?:File|Directory|Path) '(.*)' is not writable\."), r"\1không ghi được \2."),
)


class Help(click.HelpFormatter):
    """Help texts with Vietnamese headings, kinds of values and click's own sentences."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _said(args, _USAGE), prefix or "Cách dùng: ")

    def write_text(self, text: str) -> None:
        super().write_text(_said(text, _NAMES))

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        told = [(_said(n, _KINDS), _said(_said(words, _OF_HELP), _NAMES)) for n, words in rows]
        super().write_dl(told, col_max, col_spacing)


def speak_vietnamese() -> None:
    """Let every help text of the command line be written so."""
    click.Context.formatter_class = Help


def told(error: click.ClickException) -> str:
    """What is wrong with a command, with how it is used."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()  # nothing is wrong: it asks how the command is used
    words = f"Lỗi: {wrong(error.format_message())}"
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return words
    more = f"Xem thêm: {context.command_path} --help"
    return f"{context.get_usage()}\n{more}\n\n{words}"


def wrong(message: str) -> str:
    """A sentence of click about arguments; one that is ours already stays as it is."""
    meant = _MEANT.search(message)
    words = message[: meant.start()] if meant else message
    for pattern, instead in _WRONG:
        if (found := pattern.fullmatch(words)) is not None:
            words = _said(found.expand(instead), _NAMES)
    if meant:
        words += f" Có phải {meant[1] or meant[2]} không?"
    return words


def _said(text: str, table: Sequence[tuple[re.Pattern[str], str]]) -> str:
    for pattern, instead in table:
        text = pattern.sub(instead, text)
    return text
