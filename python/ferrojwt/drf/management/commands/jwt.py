"""``manage.py jwt``, for projects that list ``ferrojwt.drf`` and not ``ferrojwt.django``."""

from __future__ import annotations

from ferrojwt.django.management.commands.jwt import Command

__all__ = ["Command"]
