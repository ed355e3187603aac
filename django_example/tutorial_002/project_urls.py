"""The URLs of the project."""

from django.urls import include, path

urlpatterns = [path("accounts/", include("tutorial_002.urls"))]

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
