"""Conversions between ``datetime`` and NumericDate, lazy formatting and the logger."""

from __future__ import annotations

import logging
from calendar import timegm
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from ferrojwt.django.exceptions import TokenError
from ferrojwt.django.users import (
    get_md5_hash_password as get_md5_hash_password,  # noqa: PLC0414 - a name of the contract
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger("ferrojwt.drf")

# The calendar goes on for two days, so that Django can show this in every time zone.
LAST_MOMENT = datetime(9999, 12, 30, tzinfo=timezone.utc)


def aware_utcnow() -> datetime:
    """Return the current UTC time: aware when ``USE_TZ`` is on, naive when it is off."""
    now = datetime.now(timezone.utc)
    return now if _has_time_zones() else now.replace(tzinfo=None)


def datetime_to_epoch(moment: datetime) -> int:
    """Return ``moment`` as NumericDate: whole seconds since 1970-01-01 UTC (RFC 7519 section 2).

    A naive ``moment`` is taken as UTC; fractions of a second are dropped.
    """
    return timegm(moment.utctimetuple())


def datetime_from_epoch(seconds: float) -> datetime:
    """Return the moment ``seconds`` after 1970-01-01 UTC, in the form of :func:`aware_utcnow`.

    Raises OverflowError, ValueError or OSError outside the years 1 to 9999, by platform.
    """
    moment = datetime.fromtimestamp(seconds, tz=timezone.utc)
    return moment if _has_time_zones() else moment.replace(tzinfo=None)


def moment_of_claim(seconds: Any) -> datetime:
    """Return the moment that a claim's value stands for, in the form of :func:`aware_utcnow`.

    Raises TokenError when the value is not a number of seconds up to the year 9999.
    """
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TokenError(_("Token is invalid"))
    try:
        # As `datetime_from_epoch`, without a call: this is asked for each token that is read.
        moment = datetime.fromtimestamp(seconds, tz=timezone.utc)
        return moment if _has_time_zones() else moment.replace(tzinfo=None)
    except (OverflowError, ValueError, OSError) as error:
        raise TokenError(_("Token is invalid")) from error


def showable(moment: datetime) -> datetime:
    """Return ``moment``, of the form of :func:`aware_utcnow`, or ``LAST_MOMENT`` if it is later."""
    return min(moment, LAST_MOMENT.replace(tzinfo=moment.tzinfo))


def make_utc(moment: datetime) -> datetime:
    """Return a naive ``moment`` as aware UTC where ``USE_TZ`` is on; anything else as it is."""
    if settings.USE_TZ and moment.tzinfo is None:
        return moment.replace(tzinfo=timezone.utc)
    return moment


def _format(template: StrOrPromise, *args: object, **kwargs: object) -> str:
    return template.format(*args, **kwargs)


# Formats when the text is rendered, so that a translated template is translated by then.
format_lazy = lazy(_format, str)


# Asked for with each token; Django's own look-up takes longer than the arithmetic.
@cache
def _has_time_zones() -> bool:
    return settings.USE_TZ


@receiver(setting_changed)
def _forget_time_zones(**_kwargs: object) -> None:
    _has_time_zones.cache_clear()
