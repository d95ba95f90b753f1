"""Usable bodies made from the API's own description, so that one bad field stands alone."""

from __future__ import annotations

from typing import Any

WORDS = {
    "date": "2026-04-01",
    "date-time": "2026-04-01T09:00:00+00:00",
    "email": "somebody@acme.example",
    "uri": "https://acme.example/",
    "time": "09:00",
}
"""An example for each format of text."""


class Shapes:
    """The described operations, with an example body for each."""

    def __init__(self, described: dict[str, Any]) -> None:
        self._named = described.get("components", {}).get("schemas", {})
        self.paths: dict[str, dict[str, Any]] = described["paths"]

    def body_schema(self, operation: dict[str, Any]) -> dict[str, Any] | None:
        """Give the schema of an operation's JSON body, if it takes one."""
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return self.resolved(schema) if schema else None

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Follow a reference; of several possible shapes take the first that is not null."""
        while "$ref" in schema:
            schema = self._named[schema["$ref"].rsplit("/", 1)[-1]]
        for several in ("anyOf", "oneOf", "allOf"):
            if several in schema:
                kinds = [self.resolved(one) for one in schema[several]]
                return next(one for one in kinds if one.get("type") != "null")
        return schema

    def example(self, schema: dict[str, Any]) -> Any:
        """Make a value that the schema takes."""
        schema = self.resolved(schema)
        if "enum" in schema or "const" in schema:
            return schema.get("enum", [schema.get("const")])[0]
        kind = schema.get("type")
        if kind == "object" or "properties" in schema:
            properties = schema.get("properties", {})
            return {name: self.example(one) for name, one in properties.items()}
        if kind == "array":
            return [self.example(schema.get("items", {}))]
        if kind in {"integer", "number"}:
            return max(1, schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1))
        if kind == "boolean":
            return True
        return self._text(schema)

    def _text(self, schema: dict[str, Any]) -> str:
        text = WORDS.get(schema.get("format", ""), "Some text")
        longest = schema.get("maxLength", 100)
        return (text * (1 + schema.get("minLength", 1) // len(text)))[:longest]
