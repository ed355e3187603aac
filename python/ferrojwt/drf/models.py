"""The user object of services that trust the token and keep no users."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.manager import EmptyManager

from .settings import api_settings

if TYPE_CHECKING:
    from django.contrib.auth.models import Group, Permission

    from .tokens import Token


class TokenUser:
    """A user that consists of a token's claims and has no row in the database.

    token: the validated token.  Each claim is an attribute; ``id`` and ``pk`` are the claim
    ``SIMPLE_JWT["USER_ID_CLAIM"]``.  Such a user is always active and has no permissions of its
    own.  Two are equal when their ids are.
    """

    is_active = True
    is_anonymous = False
    is_authenticated = True

    def __init__(self, token: Token) -> None:
        self.token = token

    def __getattr__(self, name: str) -> Any:
        """Return the claim ``name``; raises AttributeError when the token has none."""
        # The token itself is not there yet while a copy is being made.
        claims = self.__dict__.get("token")
        if claims is None or name not in claims:
            raise AttributeError(f"The token has no claim {name!r}.")
        return claims[name]

    def __str__(self) -> str:
        return f"TokenUser {self.id}"

    def __eq__(self, other: object) -> bool:
        return self.id == other.id if isinstance(other, TokenUser) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def id(self) -> Any:
        """The value of ``USER_ID_CLAIM``."""
        return self.token[api_settings.USER_ID_CLAIM]

    @cached_property
    def pk(self) -> Any:
        """The same as ``id``."""
        return self.id

    @cached_property
    def username(self) -> str:
        """The claim ``username``, empty without one."""
        username: str = self.token.get("username", "")
        return username

    @cached_property
    def is_staff(self) -> bool:
        """The claim ``is_staff``, False without one."""
        is_staff: bool = self.token.get("is_staff", False)
        return is_staff

    @cached_property
    def is_superuser(self) -> bool:
        """The claim ``is_superuser``, False without one."""
        is_superuser: bool = self.token.get("is_superuser", False)
        return is_superuser

    def get_username(self) -> str:
        """Return ``username``."""
        return self.username

    @property
    def groups(self) -> EmptyManager[Group]:
        """No groups."""
        from django.contrib.auth.models import Group  # noqa: PLC0415 - the app may be missing

        return EmptyManager(Group)

    @property
    def user_permissions(self) -> EmptyManager[Permission]:
        """No permissions."""
        from django.contrib.auth.models import Permission  # noqa: PLC0415 - the app may be missing

        return EmptyManager(Permission)

    def get_group_permissions(self, obj: object = None) -> set[str]:  # noqa: ARG002
        """Return the empty set."""
        return set()

    def get_all_permissions(self, obj: object = None) -> set[str]:  # noqa: ARG002
        """Return the empty set."""
        return set()

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def has_module_perms(self, module: str) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def save(self) -> NoReturn:
        """Raise NotImplementedError."""
        raise NotImplementedError("Token users have no DB representation")

    def delete(self) -> NoReturn:
        """Raise NotImplementedError."""
        raise NotImplementedError("Token users have no DB representation")

    def set_password(self, raw_password: str) -> NoReturn:
        """Raise NotImplementedError."""
        raise NotImplementedError("Token users have no DB representation")

    def check_password(self, raw_password: str) -> NoReturn:
        """Raise NotImplementedError."""
        raise NotImplementedError("Token users have no DB representation")


# For annotations: what authenticates is a user of the database or one of these.
AuthUser = TypeVar("AuthUser", AbstractBaseUser, TokenUser)
