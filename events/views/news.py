"""Ending the news by mail with one click: the address stands in each mail that advertises."""

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.domain.bulk_mails import LEAVE
from members.domain import consents
from members.models import Purpose


# Mail programs post here by themselves (RFC 8058), without a cookie: the token is the right.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave_news(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; pressed, the consent to news ends. Following the link does nothing."""
    try:
        pk = signing.loads(token, salt=LEAVE)
    except signing.BadSignature as error:
        raise Http404 from error
    person = get_object_or_404(get_user_model(), pk=pk)
    done = request.method == "POST"
    if done:
        consents.withdraw(person, Purpose.NEWS, by=person, now=timezone.now())
    return render(request, "events/leave_news.html", {"done": done})
