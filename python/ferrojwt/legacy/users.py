"""The user that a token names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist, ValidationError
from django.db import DataError

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def find_user(username: object) -> AbstractBaseUser | None:
    """Return the user whose natural key is ``username``, the value of a claim, or None.

    A value that the field cannot hold names nobody, and neither does anything but str and int: a
    field would take True for 1.
    """
    if isinstance(username, bool) or not isinstance(username, (str, int)):
        return None
    users: Any = get_user_model().objects
    try:
        user: AbstractBaseUser = users.get_by_natural_key(username)
    except (ObjectDoesNotExist, MultipleObjectsReturned):
        return None
    except (ValidationError, ValueError, TypeError, OverflowError, DataError):
        return None
    return user
