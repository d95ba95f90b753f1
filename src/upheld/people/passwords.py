"""Passwords that are long enough and still nothing to guess at: refused when one is chosen.

What is not checked: whether a password was seen in a breach, which needs a service outside.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from upheld.foundation.refusals import invalid
from upheld.people.models import User

FEWEST_CHARACTERS = 5
"""How many different characters a password has at least."""
LONGEST_RUN = 8
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_MARKS = re.compile(r"[\W\d_]+$|^[\W\d_]+")


class PatternValidator:
    """Refuses long runs of a keyboard, few characters repeated, and common words with figures."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator()

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when a password follows a pattern that guessing begins with."""
        plain = password.lower()
        if len(set(plain)) < FEWEST_CHARACTERS or _longest_run(plain) >= LONGEST_RUN:
            raise ValidationError("This repeats or follows a row of keys.", code="password_pattern")
        self._common.validate(_MARKS.sub("", plain) or plain, user)

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return "No rows of keys, no repetition, no common word with figures around it."


def require_sound(password: str, *, name: str, email: str) -> None:
    """Refuse with `invalid_input` a password that every page would refuse this person."""
    try:
        validate_password(password, User(name=name, email=email))
    except ValidationError as problem:
        raise invalid(password=" ".join(problem.messages)) from None


def _longest_run(plain: str) -> int:
    """Give the length of the longest piece that stands in a row of keys, forwards or backwards."""
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    longest = 0
    for start in range(len(plain)):
        end = start + longest + 1
        while end <= len(plain) and any(plain[start:end] in row for row in rows):
            longest = end - start
            end += 1
    return longest
