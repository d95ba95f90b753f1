"""The Jinja environment of all our own pages.

`ui` is resolved in every context, so a page never imports components: a block that is rendered
alone for htmx would miss imports made at the top of its file.
"""

from __future__ import annotations

import re
import uuid
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    pass_context,
)
from jinja2.runtime import Context

from upheld.foundation.ui import drawing, entries, filters
from upheld.foundation.ui.shapes import attributes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

FOLDER = Path(__file__).parent
ICONS = frozenset(
    line.partition("=")[0] for line in (FOLDER / "icons.txt").read_text("utf-8").split()
)
_MACRO = re.compile(r"{%-?\s*macro\s+([a-z]\w*)\(")


class Components:
    """Every macro of the components folder by its name, bound to one rendering.

    A macro's file is read the first time one of its macros is used in a rendering, with that
    rendering's context, so that forms find the token and relative times find the moment.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._modules: dict[str, Any] = {}
        self._prefix = "f"
        self._refused: Any = None

    def __getattr__(self, name: str) -> Any:
        environment = self._context.environment
        if name.startswith("_") or not isinstance(environment, PageEnvironment):
            raise AttributeError(name)
        file = environment.macro_files.get(name)
        if file is None:
            raise AttributeError(f"There is no component called {name}.")
        if file not in self._modules:
            template = environment.get_template(file)
            self._modules[file] = template.make_module(dict(self._context.get_all()))
        macro = getattr(self._modules[file], name)
        setattr(self, name, macro)
        return macro

    def opened_form(self, prefix: str, refused: Any) -> str:
        """Note the form that the following fields belong to: their ids and their messages."""
        self._prefix = prefix or "f"
        self._refused = refused
        return ""

    def closed_form(self) -> str:
        """Forget the form."""
        return self.opened_form("f", None)

    def id_for(self, name: str) -> str:
        """Give a field's id, unique on a page that holds several forms."""
        return re.sub(r"[^\w-]+", "-", f"{self._prefix}-{name}")

    def problems_of(self, name: str, error: str | Iterable[str] | None) -> list[str]:
        """Give what is wrong with a field: as told, or as the form's refusal says."""
        if error is None and self._refused is not None:
            error = self._refused.fields.get(name)
        if error is None or error == "":
            return []
        return [error] if isinstance(error, str) else list(error)


class PageContext(Context):
    """A context in which `ui` is always there."""

    def resolve_or_missing(self, key: str) -> Any:
        if key != "ui":
            return super().resolve_or_missing(key)
        found = self.parent.get("ui")
        if found is None:
            found = self.parent["ui"] = Components(self)
        return found


class PageEnvironment(Environment):
    """Jinja as we use it: escaped, strict about missing names, with components at hand."""

    context_class = PageContext
    macro_files: Mapping[str, str]


def environment(**options: Any) -> PageEnvironment:
    """Build the environment for Django's Jinja2 backend; `options` are those of Jinja.

    Our own folder is searched after the folders that the settings name.
    """
    given = options.pop("loader", None)
    ours = FileSystemLoader(FOLDER)
    made = PageEnvironment(
        **{
            "autoescape": True,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.do", "jinja2.ext.loopcontrols"],
            **options,
            "loader": ChoiceLoader([given, ours]) if given else ours,
        }
    )
    made.macro_files = _macro_files()
    made.filters.update(filters.FILTERS)
    made.globals.update(
        url=_url,
        static=static,
        icon=_icon,
        fresh_key=_fresh_key,
        token=_token,
        attributes=attributes_of,
        draw=drawing,
        entry=entries,
    )
    return made


def render_block(template: Template, block: str, context: Mapping[str, Any]) -> str:
    """Render one block of a page alone, as the answer to an htmx request.

    Raises KeyError when the page itself (not its layout) has no such block.
    """
    return "".join(template.blocks[block](template.new_context(dict(context))))


def _macro_files() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((FOLDER / "components").glob("*.html")):
        for name in _MACRO.findall(path.read_text(encoding="utf-8")):
            if name in found:
                raise ValueError(f"Two components are called {name}: {found[name]}, {path.name}.")
            found[name] = f"components/{path.name}"
    return found


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache  # a page draws a hundred icons, and asking where a file is served costs 50 µs each time
def _icon(name: str, size: int = 16, label: str = "") -> Markup:
    if name not in ICONS:
        raise LookupError(f"There is no icon {name}; add it to icons.txt and build.")
    return drawing.icon(name, static("upheld/dist/sprite.svg"), size=size, label=label)


@pass_context
def _token(context: Context) -> str:
    """Give the form token: the shell's, or the request's on pages that have no shell."""
    shell = context.get("shell")
    return str(shell.csrf_token if shell else context["csrf_token"])


def _fresh_key() -> str:
    return uuid.uuid4().hex
