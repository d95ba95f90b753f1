"""The API, built from the endpoints that the packages declare."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from upheld.foundation.doors.body import JsonBody, unreadable
from upheld.foundation.doors.endpoint import ENDPOINTS
from upheld.foundation.doors.problem import REFUSALS, problem
from upheld.foundation.lists.api import parameters_of
from upheld.foundation.refusals import INVALID_INPUT, Refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from upheld.foundation.doors.request import Request

PACKAGES = (
    "foundation", "people", "customers", "measures", "reviews", "timekeeping", "promises",
    "playbook", "market", "selling", "agreements", "desk", "delivery", "dispatch", "money", "care",
    "scoreboard", "mirror", "portal", "mailroom", "connections",
    "calendars",
)  # fmt: skip


class Bearer(HttpBearer):
    """Lets in whoever the middleware recognised by a token."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002
        """Give the actor, or nothing."""
        return getattr(request, "actor", None)


class Api(NinjaAPI):
    """The API, whose description also says how it refuses."""

    def get_openapi_schema(self, **how: Any) -> Any:
        """Describe the API."""
        described = super().get_openapi_schema(**how)
        for kind, named in REFUSALS.items():
            described["components"].setdefault(kind, {}).update(named)
        return described


def _build() -> NinjaAPI:
    built = Api(
        title="Upheld", version="1", docs_url=None, auth=Bearer(), urls_namespace="api",
        parser=JsonBody(),
        description="Every promise made in a sale, as records that programs can use.",
    )  # fmt: skip
    for package in PACKAGES:
        if find_spec(f"upheld.{package}") and find_spec(f"upheld.{package}.api"):
            import_module(f"upheld.{package}.api")
    import_module("upheld.wiring.starting.api")
    for one in ENDPOINTS:
        built.default_router.add_api_operation(
            "/" + one.path,
            [one.method],
            one.view,
            response={one.status: one.answer},
            summary=one.summary,
            description=one.description,
            operation_id=f"{one.tag}_{one.view.__name__}",
            tags=[one.tag],
            openapi_extra={
                "x-capability": one.capability,
                "x-audience": str(one.audience),
                "responses": {"4XX": {"$ref": "#/components/responses/Refusal"}},
                **({"parameters": parameters_of(one.lists)} if one.lists else {}),
            },
        )
    return built


api = _build()


@api.exception_handler(ValidationError)
def invalid_input(request: Request, error: ValidationError) -> HttpResponse:
    """Answer input of the wrong shape with what is wrong in which field."""
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        place = ".".join(str(part) for part in one["loc"][1:]) or "body"
        fields.setdefault(place, []).append(str(one["msg"]))
    return problem(
        request, Refused(INVALID_INPUT, "Some of the input cannot be used.", fields=fields)
    )


@api.exception_handler(HttpError)
def unusable_body(request: Request, error: HttpError) -> HttpResponse:
    """Answer a body that could not be read at all."""
    return problem(request, unreadable(error.__cause__))


@api.exception_handler(AuthenticationError)
def unauthenticated(_request: HttpRequest, _error: object) -> HttpResponse:
    """Answer a missing or unknown token."""
    document = {
        "type": "urn:upheld:refusal:not_signed_in",
        "title": "Nothing was done.",
        "status": 401,
        "code": "not_signed_in",
        "detail": "The request carries no valid token.",
        "remedy": "Send `Authorization: Bearer TOKEN`; make one under People or by `upheld token`.",
    }
    response = JsonResponse(document, status=401, content_type="application/problem+json")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
