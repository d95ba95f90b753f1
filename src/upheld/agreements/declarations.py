"""How proposals, signatures and agreements are said on a timeline, and found."""

from upheld.agreements.events import Event
from upheld.agreements.may import May
from upheld.agreements.models import Proposal, ProposalLine
from upheld.agreements.models.proposal import STATES
from upheld.foundation.record.sayings import FieldSaid, name_fields, say
from upheld.foundation.search.registry import declare_command, declare_kind

say(Event.SERVICE_LISTED, "listed the service “{subject}”")
say(Event.CLAUSE_WORDED, "worded a standard clause, version {number}")
say(Event.PROPOSAL_DRAFTED, "began proposal {number}: {subject}")
say(Event.PROPOSAL_CHANGED, "changed {part} of “{subject}”")
say(Event.DELIVERABLE_ESTIMATED, "estimated a deliverable of “{subject}”", kind="review")
say(Event.CAPACITY_ASKED, "asked whether there are hours for “{subject}”", kind="review")
say(Event.PROPOSAL_SENT, "sent version {number} of the proposal", kind="mail")
say(Event.PROPOSAL_OPENED, "opened version {version} of “{subject}”", kind="mail")
say(Event.PROPOSAL_REVISED, "took “{subject}” back to revise it")
say(Event.PROPOSAL_WITHDRAWN, "withdrew “{subject}”")
say(Event.PROPOSAL_DECLINED, "declined “{subject}”")
say(Event.PROPOSAL_EXPIRED, "let “{subject}” run out")
say(Event.QUESTION_ASKED, "asked: {subject}", kind="note")
say(Event.QUESTION_ANSWERED, "answered: {subject}", kind="note")
say(Event.CODE_SENT, "was sent a code for signing", kind="mail")
say(Event.CODE_WRONG, "typed a wrong code for signing; {left} tries left", kind="note")
say(Event.PROPOSAL_SIGNED, "signed version {version} of the proposal", kind="signed")
say(Event.AGREEMENT_MADE, "made agreement {number}: {subject}", kind="signed")

name_fields(
    Proposal,
    state=FieldSaid("State", titles=STATES),
    starts_on=FieldSaid("Begins"),
    valid_until=FieldSaid("Valid until"),
    capacity_seconds_short=FieldSaid("Seconds short"),
    sent_version=FieldSaid("Version"),
)
name_fields(ProposalLine, cost_minor=FieldSaid("Cost", may=May.SEE_MARGIN))

declare_kind("proposal", "Proposals", icon="file-text", may=May.SEE_PROPOSALS)
declare_kind("agreement", "Agreements", icon="signature", may=May.SEE_AGREEMENTS)
declare_command("Standard clauses", "clauses", May.SEE_PROPOSALS)
declare_command("Services and prices", "services", May.SEE_PROPOSALS)
