"""The only package that knows everyone: installs roles, reactions, measures and the shell."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Connect the packages once Django has loaded them."""

    name = "upheld.wiring"
    label = "wiring"

    def ready(self) -> None:
        """Install the tables that lower packages look things up in."""
        from upheld.foundation.doors.show import furnish_shell  # noqa: PLC0415  apps must be loaded
        from upheld.foundation.facts import answer_facts  # noqa: PLC0415
        from upheld.foundation.panels import arrange_panels  # noqa: PLC0415
        from upheld.people.roles import set_roles  # noqa: PLC0415
        from upheld.wiring.navigation import shell_of  # noqa: PLC0415
        from upheld.wiring.panels import PANELS  # noqa: PLC0415
        from upheld.wiring.reactions import REACTIONS  # noqa: PLC0415
        from upheld.wiring.roles import ROLES  # noqa: PLC0415

        set_roles(ROLES)
        arrange_panels(PANELS)
        answer_facts(REACTIONS)
        furnish_shell(shell_of)
