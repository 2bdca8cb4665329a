"""Templates as Jinja runs them here: its own ways, without what it asks anew at each word."""

import re
from collections.abc import Callable, Iterable, MutableMapping
from types import FunctionType, MethodType
from typing import Any

from flask.templating import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr, Node
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

_to_escape = re.compile("[&<>\"']").search


def shown(value: object) -> str:
    """The value as it stands in a page. What needs no escaping is not made ``Markup`` first."""
    if type(value) is str:
        return value if _to_escape(value) is None else escape(value)
    return value if type(value) is Markup else escape(value)


class _Writing(CodeGenerator):
    """Templates as Python: a value is shown by ``shown``, and a template or block gives its text as
    a whole; word by word each would come up through every template that a page extends.
    """

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        """Write the statements of a template, a block or something inside one."""
        if frame.buffer is not None or not (frame.rootlevel or frame.block_frame):
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Calling(Context):
    """Calls macros and plain functions without asking at each call what they want to be told."""

    def call(self, called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        """The answer of a macro, a function or anything else that can be called."""
        kind = type(called)
        if kind is Macro:
            given = (self.eval_ctx, *given)
        elif kind not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *given, **named)
        if named:
            named.pop("_block_vars", None)
            named.pop("_loop_vars", None)
        return called(*given, **named)


_PLAIN = frozenset({FunctionType, MethodType})


class PageEnvironment(Environment):
    """Flask's, for templates that have no globals of their own.

    Jinja compares the names of a page with a template's own before it imports macros of it; looking
    each name up in two maps took a twelfth of a page.
    """

    code_generator_class = _Writing
    context_class = _Calling
    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows."""
        return super().make_globals(d) if d else self.globals
