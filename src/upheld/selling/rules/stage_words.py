"""Stages and evidence as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from upheld.selling.rules.stages import Evidence, Stage

STAGE_TITLES: Mapping[str, str] = {
    stage.value: stage.value.replace("_", " ").capitalize() for stage in Stage
}
EVIDENCE_TITLES: Mapping[str, str] = {
    Evidence.PROBLEM_STATED: "The problem, in their words",
    Evidence.DECISION_MAKER_KNOWN: "Who decides",
    Evidence.MONEY_DISCUSSED: "Money spoken about",
    Evidence.DATE_WANTED: "By when they want it",
    Evidence.DISCOVERY_HELD: "Discovery held and debriefed",
    Evidence.GAPS_DISCLOSED: "Every known gap disclosed",
    Evidence.SOLUTION_CONFIRMED: "They confirmed the solution",
    Evidence.DELIVERY_ESTIMATED: "Delivery estimated the work",
    Evidence.PROPOSAL_ON_TABLE: "A proposal they can sign",
    Evidence.DECISION_MAKER_SAID_YES: "The decider said yes",
    Evidence.SIGNED: "Signed",
    Evidence.LOSS_RECORDED: "Loss recorded",
}
