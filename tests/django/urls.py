"""Plain views that ask for a user, that do not, and that must have one; and one DRF view."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.template.response import SimpleTemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View

from ferrojwt.django.decorators import jwt_required
from tests.drf.urls import WhoAmIView


class Page(SimpleTemplateResponse):
    """A page that asks for the user while it is rendered, after the view has returned."""

    def __init__(self, request):
        super().__init__(template=[])
        self.request = request

    @property
    def rendered_content(self):
        return str(self.request.user.pk)


def person(user):
    return JsonResponse({"id": user.pk, "anonymous": user.is_anonymous})


def whoami(request):
    return person(request.user)


async def awhoami(request):
    return person(request.user)


async def awhoami_awaited(request):
    return person(await request.auser())


def public(request):
    return HttpResponse("hello")


async def apublic(request):
    return HttpResponse("hello")


def template(request):
    return Page(request)


def careless(request):
    try:
        return person(request.user)
    except Exception:  # noqa: BLE001 - such views exist
        return HttpResponse(status=403)


@jwt_required
def required(request, *args):
    """Greet."""
    return JsonResponse({"id": request.user.pk, "jti": request.auth["jti"], "args": list(args)})


@jwt_required
async def arequired(request):
    user = await request.auser()
    return JsonResponse({"id": user.pk, "jti": request.auth["jti"], "args": []})


@method_decorator(jwt_required, name="dispatch")
class Required(View):
    def get(self, request):
        return JsonResponse({"id": request.user.pk, "jti": request.auth["jti"], "args": []})

    post = get


@method_decorator(jwt_required, name="dispatch")
class ARequired(View):
    async def get(self, request):
        return JsonResponse({"id": request.user.pk, "jti": request.auth["jti"], "args": []})

    async def post(self, request):
        return await self.get(request)


class Plain(View):
    async def get(self, request):
        return JsonResponse({"id": request.user.pk, "jti": request.auth["jti"], "args": []})

    async def post(self, request):
        return await self.get(request)


urlpatterns = [
    path("whoami/", whoami),
    path("async/whoami/", awhoami),
    path("async/whoami/awaited/", awhoami_awaited),
    path("public/", public),
    path("async/public/", apublic),
    path("template/", template),
    path("careless/", careless),
    path("login-required/", login_required(whoami)),
    path("required/", required),
    path("async/required/", arequired),
    path("class/required/", Required.as_view()),
    path("async/class/required/", ARequired.as_view()),
    path("async/wrapped/required/", jwt_required(Plain.as_view())),
    path("drf/whoami/", WhoAmIView.as_view()),
]
