"""Kinds about who: the desk of a step, and who decides."""

from typing import Any

from engine.catalogue.rules.kinds.base import Kind, Value, ValueField, ValueReader

MODES = {"own": "thẩm quyền", "delegation": "phân cấp", "authorisation": "ủy quyền"}
HOLDERS = {"commune": "UBND xã, phường nơi có hồ sơ", "unit": "một đơn vị, ghi ở dưới"}


class AssignmentRule(Kind):
    """Who does a step: a unit role of the case, maybe a kind of division in it, and a position."""

    code = "assignment"
    name = "Phân công bước"
    moment = "reception"
    needs_procedure = True
    needs_element = True
    may_reach_running = True
    fields = (
        ValueField(
            *("unit", "Vai trò đơn vị", "text"),
            hint="Gõ vài chữ rồi chọn: nơi tiếp nhận, cơ quan giải quyết…",
            suggested="roles",
        ),
        ValueField("division", "Loại phòng", "text", nothing="cả đơn vị", suggested="unit_kinds"),
        ValueField(
            *("position", "Chức danh", "text"),
            hint="Gõ vài chữ rồi chọn trong danh sách",
            suggested="positions",
        ),
    )
    named = ("unit", "division", "position")

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {
            "unit": raw.text("unit", "Vai trò đơn vị"),
            "division": raw.optional_text("division"),
            "position": raw.text("position", "Chức danh"),
        }

    def words(self, value: Value) -> str:
        division = f", {value['division']}" if value["division"] else ""
        return f"{value['position']} của {value['unit']}{division}"


class Competence(Kind):
    """Who decides: the commune of the case, or one unit; by own right, delegation, authorisation.

    Requirement R-29. ``unit`` is ``None`` for the commune that the filing names.
    """

    code = "competence"
    name = "Thẩm quyền giải quyết"
    moment = "reception"
    may_reach_running = True
    fields = (
        ValueField("holder", "Cơ quan giải quyết", "choice", HOLDERS),
        ValueField("unit", "Đơn vị giải quyết", "text", nothing="xã, phường", suggested="units"),
        ValueField("mode", "Hình thức", "choice", MODES),
    )
    named = ("unit",)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        holder = raw.choice("holder", "Cơ quan giải quyết", ("commune", "unit"))
        unit = raw.text("unit", "Đơn vị giải quyết") if holder == "unit" else None
        if holder == "commune" and raw.optional_text("unit"):
            raw.fault("unit", "UBND xã, phường giải quyết thì bỏ trống đơn vị giải quyết.")
        mode = raw.choice("mode", "Hình thức", tuple(MODES))
        return {"holder": holder, "unit": unit, "mode": mode}

    def words(self, value: Value) -> str:
        who = value["unit"] or "UBND xã, phường nơi có hồ sơ"
        return f"{who} giải quyết ({MODES[value['mode']]})"


SECONDS = {"province_admin": "quản trị cấp tỉnh khác", "unit_admin": "quản trị đơn vị giải quyết"}


class RepairConfirmation(Kind):
    """Who confirms a value that a repair gives: no text fixes it (requirement R-39)."""

    code = "repair_confirmation"
    name = "Người xác nhận giá trị sửa"
    moment = "reception"
    fields = (ValueField("role", "Người xác nhận", "choice", SECONDS),)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"role": raw.choice("role", "Người xác nhận", tuple(SECONDS))}

    def words(self, value: Value) -> str:
        return f"{SECONDS[value['role']]} xác nhận mọi giá trị được ghi khi sửa hồ sơ"


class SignsApart(Kind):
    """Whoever did a step that prepares a case doesn't decide it: four eyes on every result.

    No text fixes it, and small units have few people, so a province may, or a unit for itself.
    """

    code = "signs_apart"
    name = "Người trình không ký"
    moment = "reception"
    fields = (ValueField("apart", "Người đã làm bước trước không ký kết quả", "flag"),)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"apart": raw.flag("apart", "Người đã làm bước trước không ký kết quả")}

    def words(self, value: Value) -> str:
        return "người đã làm bước trước không ký" if value["apart"] else "ai cũng ký được"
