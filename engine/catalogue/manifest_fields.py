"""The fields of ``procedure.toml``: one table for its reader, its check and its reference page."""

from typing import get_args

from engine.catalogue.components import SOURCES
from engine.catalogue.fields import Field, Tables
from engine.catalogue.fields.values import (
    Anything,
    Choice,
    Choices,
    Code,
    Day,
    Hour,
    Number,
    Text,
    Whole,
    Yes,
)
from engine.catalogue.manifest import CHANNELS, HANDINGS, LIMIT_CLOCKS, FeeDue
from engine.catalogue.registers import LEVELS, ONLINE_LEVELS
from engine.life import ENDINGS, WAITS
from engine.worktime import Unit

NAME = Text(500)
NOTE = Text(2_000, lines=True)
BASIS = Text(1_000, lines=True)


def code_like(like: str) -> Code:
    """A code that packages, forms and the province choose themselves."""
    said = "mã không dấu gồm chữ, chữ số và _ . - , không quá 64 ký tự"
    return Code(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", said, like)


def file_like(like: str) -> Code:
    """A file of the package."""
    return Code(r"[A-Za-z0-9_./-]{1,200}", "tên tệp trong gói, không dấu", like)


UNIT = code_like("ma_don_vi")
QUESTION = Text(100)
PROCEDURE = Code(
    r"(?:[0-9]|[A-Z][0-9]{2})\.[0-9]{6}",
    "mã thủ tục quốc gia, hoặc mã riêng của tỉnh",
    "1.000123",
)
ELEMENT = Text(200)
SOURCE = Code(r"demo(?::[a-z_]+(?:,[a-z_]+)*)?", "dấu của dữ liệu minh họa", "demo")
LIMIT_UNITS = tuple(unit.value for unit in Unit if unit is not Unit.NOT_COUNTED)
LONGEST_DAYS = 3_650

PEOPLE = (
    *(f"submitter_{what}" for what in ("name", "identity_number", "phone", "email")),
    *(
        f"{who}_{what}"
        for who in ("owner", "subject")
        for what in ("name", "identity_number", "date_of_birth", "address")
    ),
    "owner_tax_number",
    "result_delivery",
)
"""What a case needs to know of people, by the name under which a filing tells it."""
_MORE = {
    "owner_name": ". The owner is entitled to file, and authorises who files for them; where it "
    "stays empty the submitter is the owner. Without it nobody can file for another",
    "owner_tax_number": ". The number of the organisation that owns it, in the document code of "
    "its result; where the form has no such question, organisations are asked beside it",
    "subject_name": ". Whom the dossier is about, where that is not its owner: a child that is "
    "registered, somebody who died",
}
DELIVERIES = ("dien_tu", "tai_trung_tam", "buu_chinh")
"""The answers that the question ``result_delivery`` may offer: online, at the centre, by post."""

_FIELDS = (
    Field(
        "code",
        PROCEDURE,
        "national code, or the province's own (`H99.000001`) for one that has none in our sources",
        must=True,
    ),
    Field("name", NAME, "as the catalogue has it", must=True),
    Field("short_name", Text(200), "as people say it", must=True),
    Field("sector", Text(200), "a sector of the province's register", must=True),
    Field("level", Choice(LEVELS), "where the competent unit stands", must=True),
    Field(
        "version",
        Whole(1, 9_999),
        "of the package, for its authors; the product counts versions itself",
    ),
    Field(
        "valid_from",
        Day(2000),
        "first day whose cases take this package; the decision's date unless said",
    ),
    Field("decision.number", Text(200), "of the decision that approved the procedure", must=True),
    Field("decision.date", Day(2000), "of that decision", must=True),
    Field("decision.title", NAME, "of that decision"),
    Field("decision.signer", Text(200), "who signed it"),
    Field(
        "decision.step_table",
        file_like("decision.csv"),
        "file with the approved steps",
        names="file",
    ),
    Field(
        "decision.actors[].said",
        Text(300),
        "who does a step, in the words of the step table",
        must=True,
    ),
    Field(
        "decision.actors[].unit", code_like("receiving"), "the unit role that is meant", must=True
    ),
    Field("decision.actors[].position", code_like("van_thu"), "the position in it", must=True),
    Field("decision.actors[].division", code_like("van_phong"), "the division; none: any"),
    Field(
        "decision.differs[].step",
        ELEMENT,
        "step that differs from the step table on purpose, or `total`",
        must=True,
    ),
    Field("decision.differs[].why", NOTE, "the reason, for whoever approves", must=True),
    Field(
        "time_limit.amount",
        Number(0, 20_000, 2),
        f"more than 0; at most {LONGEST_DAYS} in days; calendar days are whole",
        must=True,
    ),
    Field("time_limit.unit", Choice(LIMIT_UNITS), "what the amount counts", must=True),
    Field("time_limit.basis", BASIS, "where the limit comes from"),
    Field(
        "time_limit.cut_off",
        Hour(),
        "received later counts from the next working day. A local rule speaks instead",
    ),
    Field(
        "time_limit.same_day",
        Yes(),
        "due when work ends on the day that counts, whatever the amount. "
        "A local rule's limit speaks instead",
    ),
    Field(
        "limits[].variant",
        Text(300),
        "which cases the row is about, in words: `cần xác minh điều kiện kết hôn`",
        must=True,
    ),
    Field(
        "limits[].clock",
        Choice(LIMIT_CLOCKS),
        "`statutory` (unless said): the law's limit; `committed`: the shorter one that the "
        "province promises, counted before it",
    ),
    Field("limits[].amount", Number(0, 20_000, 2), "as `time_limit.amount`", must=True),
    Field("limits[].unit", Choice(LIMIT_UNITS), "what the amount counts", must=True),
    Field("limits[].basis", BASIS, "where this limit comes from", must=True),
    Field("limits[].cut_off", Hour(), "as `time_limit.cut_off`; that of `time_limit` unless said"),
    Field("limits[].same_day", Yes(), "as `time_limit.same_day`"),
    Field("limits[].channels", Choices(CHANNELS), "filed this way; none: any way"),
    Field(
        "limits[].when",
        Text(2_000),
        "FEEL over the filing form, `kenh`, `khu_vuc` and, with `after`, that step's form and "
        "outcome: the row applies where it is true",
    ),
    Field(
        "limits[].after",
        ELEMENT,
        "the step whose end decides whether the row applies; the reception unless said",
        names="step",
    ),
    Field(
        "limits[].phase",
        Text(200),
        "name of the part of the work that begins when `after` ends: the limit is counted from "
        "there. Without it from the reception",
    ),
    Field(
        "process.file",
        file_like("process.bpmn"),
        "the diagram; `process.bpmn` unless said",
        names="bpmn",
    ),
    Field(
        "filing.form", code_like("filing"), "form of the filing; `filing` unless said", names="form"
    ),
    Field("filing.channels", Choices(CHANNELS), "how it may be filed", must=True),
    Field(
        "filing.online_level",
        Choice(ONLINE_LEVELS),
        "how far it goes online; `none` exactly where `channels` has no `online`",
    ),
    Field(
        "filing.area_field",
        QUESTION,
        "question that names the commune whose committee is competent",
        names="communes",
    ),
    Field(
        "filing.anywhere",
        Yes(),
        "may be filed at any service centre of the province (unless said); "
        "`false`: only where it is solved",
    ),
    *(
        Field(
            f"filing.people.{name}",
            QUESTION,
            "question that holds it" + _MORE.get(name, ""),
            names="question",
        )
        for name in PEOPLE
    ),
    Field(
        "competent.unit",
        UNIT,
        "the competent unit when it is no commune. Absent: the committee named by `area_field`; "
        "without that, the highest unit of the procedure's `level` above the centre that receives",
        names="unit",
    ),
    Field(
        "competent.by_area",
        code_like("land_branch"),
        "instead of `competent.unit`, as `roles.*.by_area`",
        names="serving",
    ),
    Field("fee.free", Yes(), "takes no fee at all; not together with `table`"),
    Field(
        "fee.table", file_like("fees.dmn"), "[fee table](#feesdmn); needs `decision`", names="dmn"
    ),
    Field("fee.decision", Text(200), "decision of the table that is asked", names="decision"),
    Field(
        "fee.due",
        Choice(get_args(FeeDue)),
        "`before`: the dossier is received only when its fee is paid; `after` unless said: no "
        "result is given before",
    ),
    Field(
        "fee.inputs.*",
        QUESTION,
        "input of the table = question of the filing form",
        names="question",
    ),
    Field(
        "roles.*.unit",
        UNIT,
        "a unit role of the diagram beyond `receiving`, `competent`, `returning`: "
        "a fixed unit of the province. This or `by_area`",
        names="unit",
    ),
    Field(
        "roles.*.by_area",
        code_like("land_office"),
        "instead: the unit that serves the commune of the filing in this role on the day, by the "
        "province's `serving_units.csv`",
        names="serving",
    ),
    Field(
        "waits[].element",
        ELEMENT,
        "step during which the case clock stands still. When it is done the case is in progress "
        "again and due so much working time later as it stood still",
        must=True,
        names="step",
    ),
    Field(
        "waits[].kind",
        Choice(tuple(WAITS)),
        "`financial_duty`: portal status 6 meanwhile",
        must=True,
    ),
    Field("waits[].status", Whole(1, 10), "the kind's status again, for the reader"),
    Field("waits[].note", NOTE, "shown as the reason"),
    Field(
        "endings[].element",
        ELEMENT,
        "end event at which a case ends without a result, whoever brought it there. "
        "An end that is not named stops the case",
        must=True,
        names="end",
    ),
    Field(
        "endings[].kind",
        Choice(tuple(ENDINGS)),
        "`refused`: portal status 3; `withdrawn`: 7; `stopped`: 8",
        must=True,
    ),
    Field(
        "locks[].kind",
        code_like("time_limit"),
        "kind of local rule that is bound",
        must=True,
        names="rule",
    ),
    Field("locks[].element", ELEMENT, "the step, for kinds about a step; none: all", names="step"),
    Field("locks[].fixed", Yes(), "`true`: nothing may change it"),
    Field("locks[].least", Anything(), "a value of that kind; see [rules.md](rules.md#locks)"),
    Field("locks[].most", Anything(), "as `least`"),
    Field("locks[].basis", BASIS, "cited by refusals", must=True),
    Field(
        "documents[].code",
        code_like("ban_khai"),
        "of the component, once in the package",
        must=True,
    ),
    Field("documents[].name", NAME, "of the component", must=True),
    Field("documents[].required", Yes(), "compulsory (no, unless said)"),
    Field("documents[].note", NOTE, "shown beside it"),
    Field(
        "documents[].how",
        Choice(HANDINGS),
        "how it is handed in: `file` (unless said), `form`: the filing form is it, `shown`: the "
        "officer looks at the original. See [filing.md](filing.md)",
    ),
    Field("documents[].when", Text(2_000), "FEEL over the filing form: compulsory only then"),
    Field(
        "documents[].replaced_by",
        Choice(tuple(SOURCES)),
        "database whose data stands in its place",
    ),
    Field(
        "results[].code", code_like("quyet_dinh"), "of the result, once in the package", must=True
    ),
    Field("results[].name", NAME, "as the province's register has it", must=True),
    Field("results[].when", ELEMENT, "end event that gives this result", names="end"),
)

MANIFEST_FIELDS = Tables(
    _FIELDS,
    keys={"roles": code_like("department"), "fee.inputs": Text(100)},
    anywhere={"source": SOURCE},
    key_names={"fee.inputs": "input"},
    may_lack=frozenset({"competent"}),
)
