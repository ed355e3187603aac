"""The URLs of the project; the tutorial's client leaves their first part out."""

from django.urls import include, path

urlpatterns = [path("api/", include("tutorial_000.urls"))]

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
