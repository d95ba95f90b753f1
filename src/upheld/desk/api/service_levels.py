"""The endpoints of service levels."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from upheld.agreements.models import Agreement
from upheld.customers.queries.companies import visible_companies
from upheld.desk.may import May
from upheld.desk.models import ServiceLevelPolicy
from upheld.desk.operations.service_history import ask_for_history
from upheld.desk.operations.service_levels import end_service_level, set_service_level
from upheld.desk.queries.service_levels import visible_service_levels
from upheld.desk.rules.ticket_events import Step, Target
from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.foundation.operation import find
from upheld.people.models import Schedule

Id = Annotated[int, Field(ge=1, le=2**62)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Seconds = Annotated[int, Field(ge=1, le=366 * 24 * 3600)]
Priority = Annotated[int, Field(ge=1, le=4)]
Targets = dict[Priority, Seconds]


class LevelStepOut(Schema):
    """Who is told at how much of a target, in parts per million; the whole is the breach."""

    share_ppm: int
    target: str
    """first_response, next_response or resolution; empty for each."""
    people: list[int]
    function: str


class LevelStepIn(Schema):
    """Who shall be told at how much of a target, in parts per million."""

    share_ppm: Annotated[int, Field(ge=1, le=1_000_000)]
    target: Target | None = None
    people: Annotated[list[Id], Field(max_length=20)] = []
    function: Annotated[str, Field(max_length=40, pattern=r"^[a-z_]*$")] = ""

    def step(self) -> Step:
        """Give it as the rules have it."""
        return Step(self.share_ppm, tuple(self.people), self.function, self.target)


class ServiceLevelOut(Schema):
    """What is promised of the desk; targets are business seconds by priority."""

    id: int
    name: str
    company: int | None
    """The customer's number; null for everybody without their own."""
    schedule: int
    agreement: int | None
    """The number of the agreement while which it holds."""
    kind: str
    """For one kind of ticket; empty for every kind."""
    first_response: dict[str, int]
    next_response: dict[str, int]
    resolution: dict[str, int]
    pausing_states: list[str]
    steps: list[LevelStepOut]
    from_at: datetime
    until_at: datetime | None
    version: int

    @classmethod
    def of(cls, policy: ServiceLevelPolicy) -> ServiceLevelOut:
        """Show a service level."""
        apart = {"company", "schedule", "agreement", "steps"}
        return cls(
            agreement=policy.agreement.number if policy.agreement else None,
            steps=[LevelStepOut(**one) for one in policy.steps],
            company=policy.company.number if policy.company else None,
            schedule=policy.schedule_id,
            **{name: getattr(policy, name) for name in cls.model_fields if name not in apart},
        )


class ServiceLevelIn(Schema):
    """A service level to hold from now on."""

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    schedule: Id
    company: Number | None = None
    agreement: Number | None = None
    kind: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    first_response: Targets = {}
    next_response: Targets = {}
    resolution: Targets = {}
    steps: Annotated[list[LevelStepIn], Field(max_length=12)] = []
    pauses_while_waiting: bool = True


class EndIn(Schema):
    """Why it ends."""

    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


@endpoint(May.SEE_TICKETS, "GET", "service-levels")
def service_levels(request: Request) -> list[ServiceLevelOut]:
    """List the service levels that hold, and those that held before."""
    return [ServiceLevelOut.of(one) for one in visible_service_levels(request.actor)[:1000]]


@endpoint(May.SET_SERVICE_LEVELS, "POST", "service-levels", status=201)
def set_one(request: Request, body: ServiceLevelIn) -> ServiceLevelOut:
    """Let a service level hold from now on; the one before ends."""
    number = body.company
    company = find(visible_companies(request.actor), number=number) if number else None
    carried = body.agreement
    agreement = find(Agreement.objects.all(), number=carried) if carried else None
    policy = set_service_level(
        name=body.name, company=company, agreement=agreement, kind=body.kind, by=request.actor,
        at=request.at, schedule=find(Schedule.objects.all(), pk=body.schedule),
        first_response=body.first_response, next_response=body.next_response,
        resolution=body.resolution, steps=[one.step() for one in body.steps],
        pausing_states=["waiting"] if body.pauses_while_waiting else [],
    )  # fmt: skip
    return ServiceLevelOut.of(policy)


@endpoint(May.SET_SERVICE_LEVELS, "POST", "service-levels/{pk}/ending")
def end_one(request: Request, pk: Id, body: EndIn) -> ServiceLevelOut:
    """Let a service level hold no longer for new tickets."""
    policy = find(visible_service_levels(request.actor), pk=pk)
    return ServiceLevelOut.of(
        end_service_level(policy=policy, reason=body.reason, by=request.actor, at=request.at)
    )


@endpoint(May.SET_SERVICE_LEVELS, "POST", "service-levels/{pk}/history")
def hold_one(request: Request, pk: Id) -> ServiceLevelOut:
    """Have the tickets of other systems that no level holds for held to this one, by a job."""
    policy = find(visible_service_levels(request.actor), pk=pk)
    return ServiceLevelOut.of(ask_for_history(policy=policy, by=request.actor, at=request.at))
