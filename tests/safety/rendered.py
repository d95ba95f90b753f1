"""Forms as a page shows them: where they go, their fields, and something usable in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

USABLE = {
    "date": "2026-04-01", "datetime-local": "2026-04-01T09:00", "time": "09:00", "number": "1",
    "email": "somebody@acme.example", "url": "https://acme.example/", "month": "2026-04",
}  # fmt: skip
"""What is typed where nothing stands yet, by the kind of field."""
OF_THE_FRAME = {"csrfmiddlewaretoken", "idempotency_key", "next"}
NOT_TYPED = {"hidden", "checkbox", "radio", "password", "file", "select"}


@dataclass(slots=True)
class Field:
    """One field of a form."""

    name: str
    kind: str
    value: str = ""

    @property
    def is_typed(self) -> bool:
        return self.kind not in NOT_TYPED


@dataclass(slots=True)
class RenderedForm:
    """One form of a page."""

    action: str
    method: str
    draft: bool
    fields: list[Field] = field(default_factory=list)

    def values(self) -> dict[str, list[str]]:
        """Give something usable in each field, as a browser would send it."""
        sent: dict[str, list[str]] = {}
        for one in self.fields:
            text = one.value or USABLE.get(one.kind, "Some text 1" if one.is_typed else "")
            if one.kind != "file":
                sent.setdefault(one.name, []).append(text)
        return sent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[RenderedForm] = []
        self._here: RenderedForm | None = None
        self._open: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._here = RenderedForm(
                given.get("action", ""), given.get("method", "get"), "data-draft" in given
            )
            self.forms.append(self._here)
        elif self._here is None or (tag != "option" and not given.get("name")):
            return
        elif tag == "input":
            self._add(Field(given["name"], given.get("type", "text"), given.get("value", "")))
        elif tag in {"select", "textarea"}:
            self._open = Field(given["name"], tag)
            self._add(self._open)
        elif self._open is not None and ("selected" in given or not self._open.value):
            self._open.value = given.get("value", "")

    def _add(self, one: Field) -> None:
        if self._here is not None and one.name not in OF_THE_FRAME:
            self._here.fields.append(one)

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._open.kind == "textarea":
            self._open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._here = None
        elif tag in {"select", "textarea"}:
            self._open = None


def forms_of(page: str) -> list[RenderedForm]:
    """Give the forms of a page that change something."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]
