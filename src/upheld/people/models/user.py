"""A sign-in: one human being with a mail address, whatever providers they belong to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes users; the address is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user; without a password one can only be signed in by a mailed code."""
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A sign-in. Global: it may belong to several providers through memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True, default="")
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=10, default="auto")
    date_joined = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False
    is_superuser = False

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, _perm: str, _obj: object = None) -> bool:
        """Django's own permissions are not used: capabilities are."""
        return False

    def has_module_perms(self, _app: str) -> bool:
        """Django's own permissions are not used: capabilities are."""
        return False
