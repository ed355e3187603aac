"""The Django application without Django REST framework.

List ``"ferrojwt.django"`` in ``INSTALLED_APPS`` for the system checks (``docs/CHECKS.md``).  Plain
views are authenticated by :class:`ferrojwt.django.middleware.JWTMiddleware` and
:func:`ferrojwt.django.decorators.jwt_required`.
"""
