"""How every view of this app answers: privately, and with a refusal in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from members.domain.refusals import Refused


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer only someone signed in, and let nobody keep the answer."""
    return login_required(never_cache(view))


def tried(request: HttpRequest, verb: Callable[[], Any], *, done: str) -> bool:
    """Run ``verb``; say that it is done, or why it was refused; return whether it was done."""
    try:
        verb()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True


def post_goes_to(name: str) -> Callable[..., Any]:
    """Let a view that only acts answer GET with the page it belongs to."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, **kwargs)
            wanted = {key: value for key, value in kwargs.items() if key == "pk"}
            return redirect(name, **wanted)

        return answer

    return decorate
