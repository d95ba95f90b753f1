"""The company's own settings, as something that has a version and a course of its own."""

from __future__ import annotations

from django.db import models

from upheld.foundation.tenancy.owned import Owned


class CompanySettings(Owned):
    """What is locked while the company's settings change, and what their record speaks of.

    The settings themselves lie in `Provider`, which is read before anybody's provider is open and
    so is no owned row: it has no version, and the record cannot name it.
    """

    changes = models.PositiveIntegerField(default=0)
    """How often they were changed: what each change raises, so that the version rises too."""

    class Meta(Owned.Meta):
        verbose_name = "company’s settings"
        constraints = (models.UniqueConstraint(fields=["provider"], name="company_settings_once"),)

    def __str__(self) -> str:
        return "The company’s settings"
