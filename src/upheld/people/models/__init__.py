"""The people package's tables."""

from upheld.people.models.access import ApiToken, Membership
from upheld.people.models.company import CompanySettings
from upheld.people.models.pay import PayRate
from upheld.people.models.person import FunctionHolder, Leave, Person, Team
from upheld.people.models.planned import PlannedPolicies, PlanState
from upheld.people.models.schedule import Holiday, Schedule
from upheld.people.models.user import User

__all__ = [
    "ApiToken",
    "CompanySettings",
    "FunctionHolder",
    "Holiday",
    "Leave",
    "Membership",
    "PayRate",
    "Person",
    "PlanState",
    "PlannedPolicies",
    "Schedule",
    "Team",
    "User",
]
