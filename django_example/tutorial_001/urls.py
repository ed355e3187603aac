"""The URLs of tutorial 001."""

from django.urls import path

from tutorial_001.views import log_in, profile

urlpatterns = [
    path("api/login/", log_in, name="login"),
    path("api/profile/", profile, name="profile"),
]

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
