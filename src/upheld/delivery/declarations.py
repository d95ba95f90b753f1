"""What people meet of delivery elsewhere; a further module of sayings is imported here."""

from upheld.delivery import ticket_sayings, work_sayings

__all__ = ["ticket_sayings", "work_sayings"]
