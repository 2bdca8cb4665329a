"""Files that came with a form."""

from collections.abc import Sequence

from flask import request

from engine.cases.documents import FiledDocument

PREFIX = "giay-"


def uploaded(field: str, component: str | None) -> list[FiledDocument]:
    """The files of one file control; a control that was left empty sends none."""
    return [
        FiledDocument(component=component, name=file.filename, content=file.read())
        for file in request.files.getlist(field)
        if file.filename
    ]


def uploaded_papers(codes: Sequence[str]) -> list[FiledDocument]:
    """The files of a filing form, each with the required document it answers."""
    return [file for code in codes for file in uploaded(paper_field(code), code)]


def paper_field(code: str) -> str:
    """The name of the file control of a required document."""
    return PREFIX + code
