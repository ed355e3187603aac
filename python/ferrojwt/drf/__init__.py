"""JSON Web Token authentication for Django REST framework.

Put ``ferrojwt.drf.authentication.JWTAuthentication`` in
``REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"]`` and route
:class:`ferrojwt.drf.views.TokenObtainPairView` and its neighbours.  Settings are read from
``settings.SIMPLE_JWT`` when they are used.
"""
