"""libxml2's syntax errors in Vietnamese."""

import re

from lxml import etree

from engine.workflow.reading.faults import Fault, fault

_MISMATCH = re.compile(r"mismatch: (\S+) line (\d+) and (\S+)")
_OPEN_TAG = re.compile(r"in tag (\S+) line (\d+)")
_ENTITY = re.compile(r"Entity '([^']+)'")
_ATTRIBUTE = re.compile(r"Attribute (\S+)")
_PREFIX = re.compile(r"Namespace prefix (\S+)")
_SIMPLE = {
    "ERR_DOCUMENT_EMPTY": "xml.not_xml",
    "ERR_DOCUMENT_END": "xml.after_end",
    "ERR_INVALID_CHAR": "xml.character",
}
_ATTRIBUTE_FAULTS = {
    "ERR_ATTRIBUTE_NOT_STARTED": "thiếu dấu nháy mở",
    "ERR_ATTRIBUTE_NOT_FINISHED": "thiếu dấu nháy đóng",
    "ERR_ATTRIBUTE_WITHOUT_VALUE": "thiếu giá trị",
    "ERR_LT_IN_ATTRIBUTE": "dấu < trong giá trị phải viết là &lt;",
}
_SYNTAX_FAULTS = {
    "ERR_GT_REQUIRED": "thẻ mở chưa có dấu >",
    "ERR_SPACE_REQUIRED": "thiếu khoảng trắng giữa các thuộc tính, hoặc thuộc tính viết sai",
    "ERR_NAME_REQUIRED": "thiếu tên sau < hoặc &; trong chữ phải viết là &lt; và &amp;",
    "ERR_COMMENT_NOT_FINISHED": "chú thích <!-- chưa đóng bằng -->",
    "ERR_HYPHEN_IN_COMMENT": "hai dấu gạch -- trong chú thích",
    "ERR_CDATA_NOT_FINISHED": "khối CDATA chưa đóng bằng ]]>",
    "ERR_MISPLACED_CDATA_END": "chuỗi ]]> nằm ngoài khối CDATA",
    "ERR_ENTITYREF_SEMICOL_MISSING": "thiếu dấu ; sau &; dấu & trong chữ viết là &amp;",
    "ERR_RESERVED_XML_NAME": "khai báo <?xml phải đứng đầu tệp, chỉ một lần",
    "ERR_XMLDECL_NOT_FINISHED": "khai báo <?xml chưa đóng bằng ?>",
    "ERR_VERSION_MISSING": "khai báo <?xml thiếu version",
    "ERR_INVALID_DEC_CHARREF": "mã ký tự &#…; không phải số",
    "ERR_INVALID_HEX_CHARREF": "mã ký tự &#x…; không phải số",
    "ERR_INVALID_CHARREF": "mã ký tự &#…; không phải số",
    "NS_ERR_QNAME": "tên thẻ hoặc thuộc tính có hơn một dấu hai chấm",
}

_UNKNOWN = "không đọc được từ chỗ này"


def syntax_fault(entry: etree._LogEntry, *, file: str, depth_limit: int) -> Fault:
    """The fault that one entry of libxml2's error log stands for."""
    kind, text, line = entry.type_name, " ".join(entry.message.split()), entry.line
    if kind in _SIMPLE:
        return fault(_SIMPLE[kind], file=file, line=line)
    if kind in _ATTRIBUTE_FAULTS:
        return fault("xml.attribute", file=file, line=line, detail=_ATTRIBUTE_FAULTS[kind])
    if kind == "ERR_RESOURCE_LIMIT" and "depth" in text:
        return fault("xml.too_deep", file=file, line=line, limit=depth_limit)
    return _with_names(kind, text, file, line) or fault(
        "xml.syntax", file=file, line=line, detail=_SYNTAX_FAULTS.get(kind, _UNKNOWN)
    )


def _with_names(kind: str, text: str, file: str, line: int) -> Fault | None:
    if kind == "ERR_TAG_NAME_MISMATCH" and (tags := _MISMATCH.search(text)):
        opened, opened_line, closed = tags.groups()
        return fault(
            "xml.tag_mismatch",
            file=file,
            line=line,
            opened=opened,
            opened_line=opened_line,
            closed=closed,
        )
    if kind == "ERR_TAG_NOT_FINISHED":
        tag = _OPEN_TAG.search(text)
        which = f" (thẻ “{tag.group(1)}” mở ở dòng {tag.group(2)})" if tag else ""
        return fault("xml.unclosed", file=file, line=line, which=which)
    if kind in ("ERR_UNDECLARED_ENTITY", "WAR_UNDECLARED_ENTITY"):
        entity = _ENTITY.search(text)
        name = entity.group(1) if entity else "?"
        return fault("xml.entity_unknown", file=file, line=line, name=name)
    if kind in ("ERR_ATTRIBUTE_REDEFINED", "NS_ERR_ATTRIBUTE_REDEFINED"):
        attribute = _ATTRIBUTE.search(text)
        name = attribute.group(1) if attribute else "?"
        return fault("xml.attribute_twice", file=file, line=line, name=name)
    if kind == "NS_ERR_UNDEFINED_NAMESPACE" and (prefix := _PREFIX.search(text)):
        return fault("xml.namespace", file=file, line=line, prefix=prefix.group(1))
    return None
