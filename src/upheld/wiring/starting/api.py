"""The first steps of a new company and its starter set, for programs that set one up."""

from __future__ import annotations

from ninja import Schema

from upheld.foundation.doors.endpoint import endpoint
from upheld.foundation.doors.request import Request
from upheld.people.may import May as People
from upheld.wiring.starting import starter_set
from upheld.wiring.starting.starter_set import Missing, StarterClause
from upheld.wiring.starting.steps import Step, steps


class StepOut(Schema):
    """One thing to do in a new company; `url` is the page where a person does it."""

    key: str
    title: str
    why: str
    url: str
    done: bool

    @classmethod
    def of(cls, step: Step) -> StepOut:
        """Show a step."""
        return cls(**{name: getattr(step, name) for name in cls.model_fields})


class StarterClauseOut(Schema):
    """A clause of the starter set, and the function that would have to keep it."""

    key: str
    title: str
    function: str
    text: str

    @classmethod
    def of(cls, clause: StarterClause) -> StarterClauseOut:
        """Show a clause."""
        return cls(**{name: getattr(clause, name) for name in cls.model_fields})


class StarterSetOut(Schema):
    """A part of the starter set: of what is lacking, or of what was added."""

    hours: bool
    service_level: bool
    clauses: list[StarterClauseOut]
    functions: list[str]

    @classmethod
    def of(cls, some: Missing) -> StarterSetOut:
        """Show a part of the set."""
        return cls(
            hours=some.hours,
            service_level=some.level,
            clauses=[StarterClauseOut.of(one) for one in some.clauses],
            functions=[key for key, _title in some.functions],
        )


class FirstStepsOut(Schema):
    """What is done, what is to do, and what of the starter set is not there yet."""

    done: int
    steps: list[StepOut]
    lacking: StarterSetOut


@endpoint(People.MANAGE_PEOPLE, "GET", "first-steps")
def first_steps(request: Request) -> FirstStepsOut:
    """Show what to do next in a new company."""
    lacking = starter_set.missing()
    every = steps(request.actor.provider_id, lacking)
    return FirstStepsOut(
        done=sum(step.done for step in every),
        steps=[StepOut.of(step) for step in every],
        lacking=StarterSetOut.of(lacking),
    )


@endpoint(People.MANAGE_PEOPLE, "POST", "first-steps/starter-set")
def take_starter_set(request: Request) -> StarterSetOut:
    """Add what is missing of the starter set, and answer what was added; nothing is added twice.

    Working hours, a service level, clauses in plain words, and every function that nobody holds
    for whoever asks. No prices.
    """
    return StarterSetOut.of(starter_set.take(by=request.actor, at=request.at))
