"""One small story with a row of everything, for walking every route.

Whatever Northgate knows of Vermilion Dental carries the word Vermilion, and Dana's salary is a
figure that occurs nowhere else: where either turns up for somebody who must not see it, a wall has
a hole. Ochre Legal is another customer of Northgate; Southbank is another provider.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.test import Client
from tests.acme import HOUR, MONDAY, answer_about_hours, say_yes, sign
from tests.safety.offering import NAME, WORKPLACES, draft_offer

from upheld.agreements.models import (
    Agreement,
    Clause,
    ProposalDeliverable,
    ProposalLine,
    ProposalTerm,
    Service,
    StatementOfWork,
)
from upheld.agreements.operations.library import list_service, word_clause
from upheld.agreements.operations.questions import ask_question
from upheld.agreements.operations.sending import send_proposal
from upheld.agreements.rules.pricing import LineKind
from upheld.calendars.operations.accounts import connect_calendar, note_calendars, note_health
from upheld.calendars.operations.choosing import choose_calendars
from upheld.calendars.operations.feed import make_feed
from upheld.calendars.queries.mine import connection_of
from upheld.calendars.servers.faults import DavFault
from upheld.calendars.servers.server import Found
from upheld.connections.models import ImportRun, SavedMapping
from upheld.customers.operations.companies import add_company, add_house_rule
from upheld.customers.operations.contacts import add_contact, invite_contact, issue_contact_key
from upheld.delivery.models import ChangeOrder, Deliverable, Handover, HandoverPoint
from upheld.delivery.operations.change_orders import send_change_order, write_change_order
from upheld.delivery.operations.deliverables import start_deliverable, submit_deliverable
from upheld.delivery.operations.evidence import Upload, add_evidence
from upheld.delivery.operations.handover_points import accept_point
from upheld.delivery.operations.sign_off import answer_sign_off
from upheld.delivery.rules.evidence import EvidenceKind
from upheld.delivery.rules.sign_off import Answer as SignOffAnswer
from upheld.desk.models import TicketFile
from upheld.desk.operations.calls import CallWords, begin_call
from upheld.desk.operations.recurring_tickets import (
    RecurringWords,
    keep_recurring,
    make_recurring,
)
from upheld.desk.operations.service_escalations import escalate_ticket
from upheld.desk.operations.service_levels import set_service_level
from upheld.desk.operations.ticket_checks import add_check
from upheld.desk.operations.ticket_fields import FieldWords, answer_fields, keep_field
from upheld.desk.operations.ticket_files import Upload as TicketUpload
from upheld.desk.operations.ticket_news import watch_ticket
from upheld.desk.operations.ticket_queues import keep_queue, queue_ticket
from upheld.desk.operations.ticket_ratings import ask_for_rating
from upheld.desk.operations.ticket_templates import TemplateWords, keep_template
from upheld.desk.operations.tickets import open_ticket, reply_to_ticket
from upheld.desk.rules.recurrence import Recurrence, Unit
from upheld.desk.rules.ticket_events import Step
from upheld.desk.targets import ticket_target
from upheld.dispatch.operations.blocks import plan_block
from upheld.foundation.actor import system
from upheld.foundation.models import Job, SavedView
from upheld.foundation.tenancy.scope import open_provider
from upheld.foundation.tenancy.writing import bookkeeping
from upheld.foundation.values.money import Money
from upheld.foundation.values.period import Period
from upheld.foundation.values.rate import Rate
from upheld.mailroom.operations.capturing import make_capture_key
from upheld.mailroom.operations.mailboxes import MailboxDraft, Server, set_mailbox, turn_mailbox
from upheld.mailroom.operations.sending import claim_mail, queue_replies, settle_mail
from upheld.mailroom.operations.taking_in import Arrived, take_in
from upheld.mailroom.rules.reading import read_letter
from upheld.mailroom.servers.smtp import Outcome
from upheld.market.operations.claims import ClaimDraft, write_claim
from upheld.mirror.models import ProofPage
from upheld.money.operations.booking import set_commission_rule
from upheld.money.rules.commission import Base, CommissionRule, Part
from upheld.people.models import ApiToken, CompanySettings, User
from upheld.people.operations.functions import give_function
from upheld.people.operations.pay import set_pay
from upheld.people.operations.people import deactivate_person
from upheld.people.operations.planning import plan_policies
from upheld.people.operations.tokens import issue_token
from upheld.people.operations.working_time import close_on, enter_leave, set_schedule
from upheld.people.queries.actors import actor_of
from upheld.playbook.models import Draft, LikePair
from upheld.playbook.operations.drafts import Particulars, begin_procedure, write_draft
from upheld.playbook.operations.publishing import publish_draft
from upheld.playbook.operations.readings import ask_to_read
from upheld.playbook.operations.reports import Finding, report_finding
from upheld.playbook.operations.runs import begin_run
from upheld.promises.models import Promise
from upheld.reviews.models import Review
from upheld.selling.models import DealContact, StageEvidence
from upheld.selling.operations.deals import open_deal, set_deal_contact
from upheld.selling.operations.evidence import give_evidence
from upheld.selling.operations.gaps import disclose_gap, find_gap
from upheld.selling.operations.meetings import MeetingPlan, plan_meeting
from upheld.selling.operations.ratings import ask_for_ratings
from upheld.timekeeping.models import PaceConcern, TimeLook
from upheld.timekeeping.operations.capture import capture
from upheld.timekeeping.operations.locking import lock_time
from upheld.timekeeping.operations.looking import ask_about_time
from upheld.timekeeping.operations.standards import set_time_standards

if TYPE_CHECKING:
    from upheld.demo.cast import Company
    from upheld.foundation.actor import Actor

NOW = MONDAY + timedelta(days=4)
"""When the walk takes place: after the meeting, before the proposal would have expired."""
SALARY = 7_654_321
"""Dana's yearly salary in pence."""
PAY_CANARIES = ("7654321", "76,543", "76543")
SERVICE_COST = 3_137
"""What the one service costs us, in pence a month."""
MAIL_PASSWORD = "only-for-the-mail-server"
"""Of the mailbox at both servers: on no page, in no answer."""
SHARE = Rate(77_777)
"""What Lena earns of the value of each contract; the rule is open to all, the sum is not."""
ROLES = ("ana", "lena", "marek", "sam", "dana", "priya", "felix")
"""One person of each role of the staff."""


@dataclass
class Story:
    """Everything that the walk needs: rows by name, and people by theirs."""

    world: Company
    elsewhere: Company
    rows: dict[str, Any] = field(default_factory=dict)
    buyer: Actor | None = None
    other_buyer: Actor | None = None
    secrets: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """Give a row of the story by its name."""
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None

    def page_of(self, who: str) -> Client:
        """Give a browser in which somebody is signed in; a stranger's browser for ""."""
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(User.objects.get(email=self._address(who)))
        return client

    def program_of(self, who: str) -> Client:
        """Give a program that acts as somebody; one without a key for ""."""
        headers = {"authorization": f"Bearer {self.secrets[who]}"} if who else {}
        return Client(raise_request_exception=False, headers=headers)

    def _address(self, who: str) -> str:
        if who == "carla":
            return str(self.rows["carla"].email)
        if who == "olaf":
            return str(self.rows["olaf"].email)
        company = self.elsewhere if who in self.elsewhere.people else self.world
        return str(company.people[who].email)


def tell(world: Company, elsewhere: Company, monkeypatch: Any) -> Story:
    """Tell the story by calling operations; Theo has left at its end."""
    answer_about_hours(monkeypatch)
    story = Story(world, elsewhere)
    for chapter in (
        _people,
        _customers,
        _selling,
        _agreeing,
        _delivering,
        _following,
        _mailing,
        _calendars,
        _rest,
    ):
        chapter(story)
    _keys(story)
    deactivate_person(person=world.people["theo"], last_day=MONDAY.date(), by=world.ana, at=MONDAY)
    return story


def _people(story: Story) -> None:
    world, rows = story.world, story.rows
    ana: dict[str, Any] = {"by": world.ana, "at": MONDAY}
    rows["holder"] = give_function(person=world.people["dana"], function="onsite", **ana)
    for function, handle in (("projects", "dana"), ("legal", "felix"), ("service_desk", "sam")):
        give_function(person=world.people[handle], function=function, **ana)
    rows["leave"] = enter_leave(
        person=world.people["dana"], first_on=date(2027, 1, 4), last_on=date(2027, 1, 5), **ana
    )
    week = {str(day): [["09:00", "17:30"]] for day in range(5)}
    rows["schedule"] = set_schedule(
        name="Office", zone="Europe/London", hours=week, is_default=True, **ana
    )
    rows["plan"] = plan_policies(
        settings=CompanySettings.objects.get(), holds_from=date(2027, 1, 1),
        values={"kept_free_ppm": 250_000}, **ana,
    )  # fmt: skip
    rows["day"] = close_on(on=date(2027, 2, 1), name="Company day", **ana)
    set_pay(
        person=world.people["dana"], from_on=date(2026, 1, 1), salary=Money(SALARY, "GBP"),
        employer_taxes=Money.zero("GBP"), benefits=Money.zero("GBP"), overhead=Money.zero("GBP"),
        available_seconds=1_600 * HOUR, by=world.felix, at=MONDAY,
    )  # fmt: skip


def _customers(story: Story) -> None:
    world, rows = story.world, story.rows
    ana: dict[str, Any] = {"by": world.ana, "at": MONDAY}
    rows["company"] = add_company(name=f"{NAME} Dental", does=f"{NAME} teeth", **ana)
    rows["carla"] = add_contact(
        company=rows["company"], name=f"Carla {NAME}", email="carla@acme.example",
        may_sign=True, **ana,
    )  # fmt: skip
    rows["rule"] = add_house_rule(
        company=rows["company"], words=f"Never say {NAME} aloud", told_by="Carla", **ana
    )
    story.buyer = actor_of(invite_contact(contact=rows["carla"], **ana))
    rows["other_company"] = add_company(name="Ochre Legal", **ana)
    rows["olaf"] = add_contact(
        company=rows["other_company"], name="Olaf Berg", email="olaf@ochre.example",
        may_sign=True, **ana,
    )  # fmt: skip
    story.other_buyer = actor_of(invite_contact(contact=rows["olaf"], **ana))


def _selling(story: Story) -> None:
    world, rows = story.world, story.rows
    lena: dict[str, Any] = {"by": world.lena, "at": MONDAY}
    rows["claim"] = write_claim(
        draft=ClaimDraft(f"We answer like {NAME}", "first_response_attainment", 900_000),
        by=world.priya, at=MONDAY,
    )  # fmt: skip
    rows["deal"] = open_deal(
        company=rows["company"], title=f"{NAME} workplaces", owner=world.people["lena"],
        engineer=world.people["marek"], one_off_minor=400_000, **lena,
    )  # fmt: skip
    rows["place"] = set_deal_contact(
        deal=rows["deal"], contact=rows["carla"], part="decider", **lena
    )
    give_evidence(deal=rows["deal"], kind="problem_stated", words=f"{NAME} needs it", **lena)
    rows["evidence"] = StageEvidence.objects.filter(deal=rows["deal"]).first()
    rows["place"] = DealContact.objects.get(deal=rows["deal"])
    plan = MeetingPlan(
        title=f"{NAME} first call", kind="discovery", starts_at=MONDAY + timedelta(days=2),
        ends_at=MONDAY + timedelta(days=2, hours=1), guests=[rows["carla"]],
    )  # fmt: skip
    rows["meeting"] = plan_meeting(deal=rows["deal"], plan=plan, **lena)
    rows["gap"] = find_gap(deal=rows["deal"], need=f"{NAME} fax", **lena)
    rows["gap"] = disclose_gap(gap=rows["gap"], to=rows["carla"], **lena)
    asked = ask_for_ratings(meeting=rows["meeting"], by=world.lena, at=NOW)
    rows["rating"] = next(iter(asked.values()))


def _agreeing(story: Story) -> None:
    world, rows = story.world, story.rows
    lena: dict[str, Any] = {"by": world.lena, "at": MONDAY}
    word_clause(
        key="answer-times", title="Answer times", function="service_desk",
        text="We answer tickets of priority 1 within 30 minutes, Monday to Friday.",
        by=world.ana, at=MONDAY,
    )  # fmt: skip
    list_service(
        key="support", title="Managed workplace", unit=LineKind.MONTHLY,
        list_price=Money.of(60, "GBP"), cost=Money(SERVICE_COST, "GBP"), by=world.ana, at=MONDAY,
    )  # fmt: skip
    rows["clause"], rows["service"] = Clause.objects.get(), Service.objects.get()
    share = CommissionRule("signed", Part.SELLER, Base.CONTRACT_VALUE, date(2026, 1, 1), rate=SHARE)
    set_commission_rule(rule=share, title="Per signature", currency="GBP", by=world.ana, at=MONDAY)
    draft = draft_offer(story, WORKPLACES)
    say_yes(world)
    rows["review"] = Review.objects.order_by("pk").first()
    rows["line"] = ProposalLine.objects.filter(proposal=draft).first()
    rows["work"] = ProposalDeliverable.objects.filter(proposal=draft).first()
    rows["term"] = ProposalTerm.objects.filter(proposal=draft).first()
    version = send_proposal(proposal=draft, **lena)
    assert story.buyer is not None
    draft.refresh_from_db()
    rows["question"] = ask_question(
        proposal=draft, words=f"Does {NAME} pay?", by=story.buyer, at=MONDAY
    )
    sign(version, story.buyer, name=f"Carla {NAME}")
    draft.refresh_from_db()
    rows["proposal"], rows["version"] = draft, version
    rows["agreement"] = Agreement.objects.get()
    rows["sow"] = StatementOfWork.objects.get()


def _delivering(story: Story) -> None:
    world, rows = story.world, story.rows
    dana: dict[str, Any] = {"by": world.dana, "at": MONDAY}
    actors = {person.pk: world.actors[name] for name, person in world.people.items()}
    rows["handover"] = Handover.objects.get()
    for point in HandoverPoint.objects.filter(handover=rows["handover"]):
        rows["point"] = accept_point(point=point, by=actors[point.asked_id], at=MONDAY)
    work = start_deliverable(deliverable=Deliverable.objects.all()[0], **dana)
    log = Upload(f"{NAME} moved.txt", f"{NAME}: 20 mailboxes of 20 moved.\n".encode())
    rows["item"] = add_evidence(deliverable=work, kind=EvidenceKind.LOG, upload=log, **dana)
    work.refresh_from_db()
    shown = submit_deliverable(deliverable=work, **dana)
    work.refresh_from_db()
    assert story.buyer is not None
    answer_sign_off(
        deliverable=work, answer=SignOffAnswer.ACCEPTED, shown_hash=shown.content_hash,
        by=story.buyer, at=MONDAY,
    )  # fmt: skip
    rows["order"] = send_change_order(order=_order(story), by=world.marek, at=MONDAY)
    work.refresh_from_db()
    rows["deliverable"] = work
    rows["level"] = set_service_level(
        name="Standard", schedule=rows["schedule"],
        first_response=dict.fromkeys(range(1, 5), HOUR),
        next_response=dict.fromkeys(range(1, 5), HOUR),
        resolution=dict.fromkeys(range(1, 5), 8 * HOUR),
        steps=(Step(500_000, (world.people["marek"].pk,)),), by=world.sam, at=MONDAY,
    )  # fmt: skip
    rows["ticket"] = open_ticket(
        title=f"{NAME} VPN down", company=rows["company"], contact=rows["carla"],
        by=world.dana, at=MONDAY,
    )  # fmt: skip
    watch_ticket(ticket=rows["ticket"], person=world.people["marek"], by=world.dana, at=MONDAY)
    noted = TicketUpload(f"{NAME} vpn.txt", f"{NAME}: no route to the office.\n".encode())
    reply_to_ticket(ticket=rows["ticket"], text=f"{NAME}: we look, see the log. @sam @lena",
                    files=[noted], by=world.dana, at=MONDAY)  # fmt: skip
    late = MONDAY + timedelta(minutes=40)
    reply_to_ticket(ticket=rows["ticket"], text=f"{NAME}: any news?", by=story.buyer, at=MONDAY)
    escalate_ticket(ticket=rows["ticket"], by=system(world.provider.pk), at=late)
    rows["ticket"].refresh_from_db()
    rows["ticket_rating"] = ask_for_rating(
        ticket=rows["ticket"], by=system(world.provider.pk), at=MONDAY
    )
    rows["ticket_file"] = TicketFile.objects.get()
    words = CallWords(rows["company"], rows["carla"], rows["ticket"], note=f"{NAME} rang")
    rows["call"] = begin_call(words=words, by=world.dana, at=MONDAY)
    _setting_up(story)


def _setting_up(story: Story) -> None:
    """Sam sets the desk up: a queue, a field, a template, and what recurs by it."""
    world, rows = story.world, story.rows
    sam: dict[str, Any] = {"by": world.sam, "at": MONDAY}
    dana: dict[str, Any] = {"by": world.dana, "at": MONDAY}
    rows["queue"] = keep_queue(name=f"{NAME} projects", people=[world.people["dana"]], **sam)
    rows["field"] = keep_field(words=FieldWords(f"{NAME} asset"), **sam)
    words = TemplateWords(f"{NAME} check", f"{NAME}: look at the backups", checks=[f"{NAME} tape"])
    rows["template"] = keep_template(words=words, **sam)
    weekly = Recurrence(Unit.WEEK, MONDAY.date(), 1, (1,))
    recurs = RecurringWords(rows["template"], weekly, company=rows["company"])
    rows["recurring"] = keep_recurring(words=recurs, **sam)
    tuesday = MONDAY + timedelta(days=1)
    by = system(world.provider.pk)
    make_recurring(recurring=rows["recurring"], by=by, at=tuesday)
    queue_ticket(ticket=rows["ticket"], queue=rows["queue"], **dana)
    rows["check"] = add_check(ticket=rows["ticket"], words=f"{NAME} router", **dana)
    answered = {rows["field"].pk: f"{NAME} 17"}
    rows["ticket"] = answer_fields(ticket=rows["ticket"], answers=answered, **dana)


def _order(story: Story) -> ChangeOrder:
    return write_change_order(
        sow=story.sow, title=f"{NAME} printers too", by=story.world.marek, at=MONDAY,
        criterion="Each of the 4 printers prints a test page sent from the accounts office.",
        due_on=date(2026, 6, 30), price=Money.of(200, "GBP"), cost_seconds=4 * HOUR,
    )  # fmt: skip


def _following(story: Story) -> None:
    """Sam keeps a procedure that another is like; Dana follows it and finds something wrong."""
    world, rows = story.world, story.rows
    sam: dict[str, Any] = {"by": world.sam, "at": MONDAY}
    kept = Particulars("VPN", world.people["sam"])
    text = f"## Look\n\n1. Ring {NAME}.\n2. Restart it.\n"
    _alike, procedure = (
        begin_procedure(title=title, text=text, particulars=kept, **sam)
        for title in ("Mend a VPN", "Mending VPNs")
    )
    for draft in Draft.objects.order_by("pk"):
        publish_draft(draft=draft, **sam)
    procedure.refresh_from_db()
    rows["procedure"], rows["pair"] = procedure, LikePair.objects.get()
    ask_to_read(procedure=procedure, people=[world.people["dana"]], **sam)
    on = ticket_target(rows["ticket"])
    rows["procedure_run"] = begin_run(procedure=procedure, on=on, by=world.dana, at=MONDAY)
    found = Finding("wrong", f"{NAME} has no phone", step=1, on=on)
    rows["report"] = report_finding(finding=found, procedure=procedure, by=world.dana, at=MONDAY)
    write_draft(procedure=procedure, title=procedure.title, text="1. Write to them.",
                why="No phone", by=world.dana, at=MONDAY)  # fmt: skip
    visit = Period(MONDAY + timedelta(days=8), MONDAY + timedelta(days=8, hours=2))
    rows["block"] = plan_block(person=world.people["dana"], on=on, title=f"{NAME} phone", note=NAME,
                               period=visit, **sam)  # fmt: skip


def _mailing(story: Story) -> None:
    """A stranger's mail is held, and an answer to Carla does not arrive."""
    world, rows = story.world, story.rows
    itself: dict[str, Any] = {"by": system(world.provider.pk), "at": MONDAY}
    server = Server("mail.northgate.example", user="support", password=MAIL_PASSWORD)
    draft = MailboxDraft("Support", "support@northgate.example", imap=server, smtp=server)
    box = set_mailbox(draft=draft, by=world.ana, at=MONDAY)
    rows["mailbox"] = turn_mailbox(mailbox=box, on=True, by=world.ana, at=MONDAY)
    content = f"From: tom@nowhere.example\r\nSubject: {NAME} offer\r\n\r\n{NAME}!\r\n".encode()
    rows["mail"] = take_in(
        mailbox=box, letter=read_letter(content), arrived=Arrived(1, 1, content, len(content)),
        **itself,
    )  # fmt: skip
    (sent,) = queue_replies(ticket=rows["ticket"], **itself)
    claimed = claim_mail(mail=sent, **itself)
    assert claimed is not None
    rows["mail_out"] = settle_mail(
        mail=claimed, outcome=Outcome.NEVER, words=f"550 No {NAME} here", **itself
    )
    make_capture_key(by=world.dana, at=MONDAY)


def _calendars(story: Story) -> None:
    """Dana and Ana have a feed and a calendar at a server; Dana's does not let us in any more."""
    world, rows = story.world, story.rows
    itself: dict[str, Any] = {"by": system(world.provider.pk), "at": MONDAY}
    for who in ("ana", "dana"):
        by = world.actors[who]
        make_feed(by=by, at=MONDAY)
        account = connect_calendar(
            address="https://dav.northgate.example/", user=who, password=MAIL_PASSWORD, by=by,
            at=MONDAY,
        )  # fmt: skip
        url = f"https://dav.northgate.example/{who}/"
        found = [Found(url, f"{NAME} plan", may_write=True)]
        note_calendars(account=account, found=found, **itself)
        (known,) = connection_of(by).calendars
        rows["account"] = choose_calendars(
            written=known.pk, read=[known.pk], shows_titles=True, by=by, at=MONDAY
        )
    fault = DavFault("The server did not let dana in.", "Enter the password.", refused=True)
    note_health(account=rows["account"], fault=fault, **itself)


def _rest(story: Story) -> None:
    world, rows = story.world, story.rows
    line = f"#{rows['ticket'].number} vpn again 25m"
    done = capture(line=line, start_timer=True, by=world.dana, at=MONDAY)
    rows["entry"], rows["timer"], rows["undo"] = done.entry, done.timer, done.undo
    with bookkeeping():
        odd = [{"code": "long_without_note", "why": f"{NAME}: 5 h without a word on it."}]
        rows["look"] = TimeLook(
            entry=rows["entry"], person=world.people["dana"], found_at=MONDAY, oddities=odd
        )
        rows["look"].save()
    ask_about_time(look=rows["look"], question=f"{NAME} again?", by=world.sam, at=MONDAY)
    with bookkeeping():
        rows["concern"] = PaceConcern(
            person=world.people["dana"], raised_to=world.people["sam"], raised_at=MONDAY,
            begins_on=date(2026, 2, 16), through_on=date(2026, 3, 2),
        )  # fmt: skip
        rows["concern"].save()
    rows["standard"] = set_time_standards(
        figures={"weeks": 4}, holds_from=date(2026, 4, 6), by=world.sam, at=MONDAY
    )
    rows["lock"] = lock_time(through=date(2026, 2, 28), by=world.felix, at=MONDAY)
    rows["promise"] = Promise.objects.order_by("pk").first()
    with bookkeeping():
        rows["view"] = SavedView(list_key="companies", name="Mine", query="sort=name")
        rows["view"].save()
        rows["job"] = Job(code="nothing.declared", queued_at=MONDAY, run_at=MONDAY)
        rows["job"].save()
        rows["proof"] = ProofPage(
            proposal=rows["proposal"], company=rows["company"], secret_hash="x" * 64,
            made_at=MONDAY, expires_at=NOW + timedelta(days=30),
        )  # fmt: skip
        rows["proof"].save()
        rows["run"] = ImportRun(
            number=1, kind="companies", file_name=f"{NAME}.csv", file_bytes=1, begun_at=MONDAY
        )
        rows["run"].save()
        rows["mapping"] = SavedMapping(name=NAME, kind="companies", saved_at=MONDAY)
        rows["mapping"].save()


def _keys(story: Story) -> None:
    world = story.world
    for who in (*ROLES, "theo"):
        token, story.secrets[who] = issue_token(
            person=world.people[who], name="walk", by=world.ana, at=MONDAY
        )
        story.rows["token"] = token
    story.rows["token"] = ApiToken.objects.filter(provider=world.provider).order_by("pk").first()
    for who in ("carla", "olaf"):
        _token, story.secrets[who] = issue_contact_key(
            contact=story.rows[who], name="walk", by=world.ana, at=MONDAY
        )
    with open_provider(story.elsewhere.provider.pk):
        _token, story.secrets["olga"] = issue_token(
            person=story.elsewhere.people["olga"], name="walk", by=story.elsewhere.olga, at=MONDAY
        )


def stands_in(text: str, spelling: str) -> bool:
    """Tell whether a text has a figure or name, and not as a part of a longer one or of a key."""
    return bool(re.search(rf"(?<![\w.,-]){re.escape(spelling)}(?![\w-])", text))
