"""The surface of ``rest_framework_jwt`` for old projects: drf-jwt and djangorestframework-jwt.

The modules and names are those of drf-jwt 1.19.2, and those of djangorestframework-jwt 1.11 beside
them.  Settings are read from ``settings.JWT_AUTH`` when they are used.  ``docs/LEGACY.md`` lists
them; new projects take :mod:`ferrojwt.drf`.  :mod:`ferrojwt.legacy.pyjwt1` has the conventions of
PyJWT 1.x.
"""

# Of the library whose surface this is.
__version__ = VERSION = "1.19.2"
