"""Reading types: ``list<number>``, ``context<a: string>``, ``function<number> -> string``."""

import re
from functools import lru_cache
from typing import Final

from engine.feel.lexer import Scanner, join_parts, name_table
from engine.feel.typeref import OWN_NAMES, FeelType

_OWN: Final = tuple((name, re.compile(name.replace(" ", r"\s+") + r"(?!\w)")) for name in OWN_NAMES)
_FIELD: Final = re.compile(r"[^\W\d]\w*(?:\s+\w+)*(?=\s*:)")


class TypeReader(Scanner):
    """Reads a type where one is expected."""

    def type(self) -> FeelType:
        """A type; raises FeelSyntaxError."""
        self.deeper()
        try:
            for name, pattern in _OWN:
                if self.take_match(pattern):
                    return self._with_inside(name)
            return FeelType(self._qualified())
        finally:
            self.shallower()

    def _qualified(self) -> str:
        """The name of an item definition, maybe with the prefix of an import."""
        parts = []
        while True:
            name = self.take_name()
            if name is None:
                raise self.fault("thiếu tên kiểu dữ liệu")
            parts.append(name)
            if not self.take("."):
                return ".".join(parts)

    def _with_inside(self, name: str) -> FeelType:
        if name in {"list", "range"} and self.take("<"):
            item = self.type()
            self.need(">")
            return FeelType(name, item=item)
        if name == "context" and self.take("<"):
            return FeelType(name, fields=tuple(self._fields()))
        if name == "function" and self.take("<"):
            parameters = self._parameters()
            self.need("->")
            return FeelType(name, parameters=tuple(parameters), result=self.type())
        return FeelType(name)

    def _fields(self) -> list[tuple[str, FeelType]]:
        fields: list[tuple[str, FeelType]] = []
        while not self.take(">"):
            key = self.take_match(_FIELD)
            if not key:
                raise self.fault("thiếu tên mục trong kiểu context")
            self.need(":")
            fields.append((join_parts(key.group()), self.type()))
            if not self.take(","):
                self.need(">")
                break
        return fields

    def _parameters(self) -> list[FeelType]:
        parameters: list[FeelType] = []
        while not self.take(">"):
            parameters.append(self.type())
            if not self.take(","):
                self.need(">")
                break
        return parameters


@lru_cache(1024)
def parse_type(text: str) -> FeelType:
    """A type from its whole text; raises FeelSyntaxError."""
    reader = TypeReader(text, name_table(()))
    found = reader.type()
    if reader.at != len(text):
        raise reader.fault("thừa chữ sau kiểu dữ liệu")
    return found
