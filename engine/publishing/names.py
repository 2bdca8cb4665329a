"""What people call the desks of a diagram."""

from collections.abc import Mapping

from engine.organisation.tree import Setting

ROLES = {
    "receiving": "nơi tiếp nhận",
    "competent": "cơ quan giải quyết",
    "returning": "nơi trả kết quả",
}


def desk_names(setting: Setting) -> Mapping[str, str]:
    """The unit roles of every case and the province's positions, by code."""
    return {**setting.positions, **ROLES}
