"""The only package that knows everyone: installs roles, reactions, measures and the shell."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Connect the packages once Django has loaded them."""

    name = "upheld.wiring"
    label = "wiring"

    def ready(self) -> None:
        """Install the tables that lower packages look things up in."""
        from upheld.agreements.asking import answer_for_delivery
        from upheld.delivery.answering import comparable_work, standing_level
        from upheld.desk.carriers import Carrier, declare_carrier
        from upheld.dispatch.queries.answering import capacity_answer
        from upheld.foundation.doors.show import furnish_shell
        from upheld.foundation.facts import answer_facts
        from upheld.foundation.jobs.declaring import arrange_jobs
        from upheld.foundation.lists.people import offer_people
        from upheld.foundation.panels import arrange_panels
        from upheld.mailroom.queries.mails import by_mail
        from upheld.mailroom.queries.threads import is_carried
        from upheld.measures.catalogue import fill_catalogue
        from upheld.people.queries.names import people_by_name
        from upheld.people.roles import set_roles
        from upheld.timekeeping.targets import declare_targets
        from upheld.wiring.declarations import hear_declarations
        from upheld.wiring.measures import declared_measures
        from upheld.wiring.navigation import shell_of
        from upheld.wiring.panels import PANELS
        from upheld.wiring.periodic import declared_periodic
        from upheld.wiring.proposing import install_who_knows
        from upheld.wiring.reactions import REACTIONS
        from upheld.wiring.roles import ROLES
        from upheld.wiring.targets import TARGETS

        set_roles(ROLES)
        arrange_panels(PANELS)
        answer_facts(REACTIONS)
        furnish_shell(shell_of)
        fill_catalogue(declared_measures)
        arrange_jobs(declared_periodic)
        offer_people(people_by_name)
        answer_for_delivery(capacity_answer, comparable_work, standing_level)
        declare_targets(TARGETS)
        declare_carrier(Carrier(is_carried, by_mail, "by mail"))
        install_who_knows()
        hear_declarations()
