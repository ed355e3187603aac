"""JSON Web Token authentication for Django REST framework.

Put ``ferrojwt.drf.authentication.JWTAuthentication`` in
``REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"]`` and route
:class:`ferrojwt.drf.views.TokenObtainPairView` and its neighbours.  Settings are read from
``settings.SIMPLE_JWT`` when they are used.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__: str | None = version("ferrojwt")
except PackageNotFoundError:
    # It runs from a folder that nothing was installed from.
    __version__ = None
