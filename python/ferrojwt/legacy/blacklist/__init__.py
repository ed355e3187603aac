"""The list of tokens that are no longer accepted.

Put ``ferrojwt.legacy.blacklist`` in ``INSTALLED_APPS`` and run ``migrate``.  Label, table and
migrations are those of ``rest_framework_jwt.blacklist`` of drf-jwt: the one takes over the database
of the other as it is.
"""
