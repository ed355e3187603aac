"""The list of outstanding refresh tokens, and those of them that are no longer accepted.

Put ``ferrojwt.drf.token_blacklist`` in ``INSTALLED_APPS`` and run ``migrate``.  Label, tables and
migrations are those of ``rest_framework_simplejwt.token_blacklist``: the one takes over the
database of the other as it is.
"""
