"""Why a decision can't be read or made.

DmnError (a FeelError)
├── DocumentRefused      the file is no DMN, or unsafe
├── UnknownDecision      no decision of that id or name
├── Cyclic               a decision requires itself
├── CellCount            a rule has more or fewer cells than its table has columns
├── NotUnique            hit policy UNIQUE, and two rules hit
├── NotAny               hit policy ANY, and rules that hit differ in their outputs
├── ValueNotAllowed      an input value outside the table's input values
└── WrongType            a value is not of the declared type
"""

from engine.feel.errors import FeelError


class DmnError(FeelError):
    """A decision can't be read or made."""

    code = "dmn"


class DocumentRefused(DmnError):
    """The file is no DMN, or unsafe."""

    code = "dmn.document"
    template = "Không đọc được tệp DMN: {why}."


class UnknownDecision(DmnError):
    """No decision of that id or name."""

    code = "dmn.unknown"
    template = "Tệp DMN không có quyết định “{name}”."


class Cyclic(DmnError):
    """A decision requires itself, by way of others."""

    code = "dmn.cyclic"
    template = "Quyết định “{name}” cần kết quả của chính nó."


class CellCount(DmnError):
    """A rule has more or fewer cells than its table has columns."""

    code = "dmn.cell_count"
    template = (
        "Bảng “{table}”: dòng {rule} có {conditions} ô điều kiện và {outputs} ô kết quả, bảng có "
        "{inputs} và {results} cột."
    )


class NotUnique(DmnError):
    """Hit policy UNIQUE, and two or more rules hit; ``rules`` are their numbers from 1."""

    code = "dmn.not_unique"
    template = (
        "Bảng “{table}” (UNIQUE) có nhiều dòng cùng khớp: {rules_text}. Mỗi trường hợp chỉ được "
        "khớp một dòng."
    )

    def __init__(self, *, table: str, rules: tuple[int, ...]) -> None:
        self.table = table
        self.rules = rules
        super().__init__(table=table, rules_text=_listed(rules))


class NotAny(DmnError):
    """Hit policy ANY, and the rules that hit differ in their outputs."""

    code = "dmn.not_any"
    template = "Bảng “{table}” (ANY) có các dòng cùng khớp nhưng kết quả khác nhau: {rules_text}."

    def __init__(self, *, table: str, rules: tuple[int, ...]) -> None:
        self.table = table
        self.rules = rules
        super().__init__(table=table, rules_text=_listed(rules))


class ValueNotAllowed(DmnError):
    """An input value that the table does not allow."""

    code = "dmn.value_not_allowed"
    template = "Bảng “{table}”: giá trị {value} của “{input}” không thuộc danh mục {allowed}."


class WrongType(DmnError):
    """A value is not of the type that the model declares."""

    code = "dmn.type"
    template = "“{name}” phải thuộc kiểu {wanted}, nhận được {value}."


def _listed(rules: tuple[int, ...]) -> str:
    return ", ".join(f"dòng {number}" for number in rules)
