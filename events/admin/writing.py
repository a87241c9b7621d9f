"""Writing to many: write, check what one reader sees and how many there are, send."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages

from cms.mail.rendering import render
from cms.privacy.access import looked_at
from events import rules
from events.admin.screens import CourseScreen
from events.audiences import AUDIENCES, Reach, counts, reach
from events.domain.bulk_mails import (
    TEMPLATE,
    Draft,
    letter,
    past_mails,
    send_to_many,
    told_session,
)
from events.domain.letters import when
from events.domain.refusals import Refusal
from events.models import Course
from events.placeholders import unknown

LANGUAGES = (("ko", "한국어"), ("en", "English"))
NAMED = 10


class SessionField(forms.ModelChoiceField):
    """Sessions by their time: all are of one course."""

    def label_from_instance(self, session: Any) -> str:
        return when(session)


class WriteForm(forms.Form):
    """A mail to many. Korean is needed; English is given whole or not at all."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    session = SessionField(
        None,
        label=gettext_lazy("About which session"),
        required=False,
        empty_label=gettext_lazy("The course as a whole"),
    )
    audience = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect)
    subject = forms.CharField(label=pgettext_lazy("mail", "Subject"), max_length=120)
    text = forms.CharField(
        label=pgettext_lazy("mail", "Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "A blank line begins a new paragraph. These become each reader's own: {이름} or "
            "{name}, {강좌} or {course}, {일시} or {when}."
        ),
    )
    subject_en = forms.CharField(
        label=gettext_lazy("Subject in English"), max_length=160, required=False
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text in English"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("For members who read English. Left empty, they get the Korean."),
    )
    is_advertising = forms.BooleanField(
        label=gettext_lazy("This is advertising"),
        required=False,
        help_text=gettext_lazy(
            "It recommends something they did not register for. The subject begins with (광고), "
            "only those who agreed to news get it, and they can leave with one click."
        ),
    )

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions: Any = self.fields["session"]
        sessions.queryset = course.sessions.all()
        numbers = counts(course, None)
        audiences: Any = self.fields["audience"]
        audiences.choices = [
            (key, f"{audience.label} ({numbers[key]})")
            if not audience.needs_session
            else (key, audience.label)
            for key, audience in AUDIENCES.items()
        ]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("subject", "text", "subject_en", "text_en"):
            if strange := unknown(values.get(name, "")):
                self.add_error(
                    name,
                    _(
                        "%(words)s is no placeholder. There are {이름}, {강좌} and {일시}, "
                        "or {name}, {course} and {when}."
                    )
                    % {"words": ", ".join(strange)},
                )
        if bool(values.get("subject_en")) != bool(values.get("text_en")):
            missing = "text_en" if values.get("subject_en") else "subject_en"
            self.add_error(missing, _("English needs both a subject and a text."))
        audience = AUDIENCES.get(values.get("audience", ""))
        if audience is not None and audience.needs_session and not values.get("session"):
            self.add_error("session", _("Choose the session at which they were missed."))
        return values

    def draft(self, course: Course) -> Draft:
        """Return what was written; only of a form that is valid."""
        names = {name for name in self.cleaned_data if name != "key"}
        return Draft(course=course, **{name: self.cleaned_data[name] for name in names})


def _with_key(posted: QueryDict) -> QueryDict:
    """Return what was posted, with a key of its own where there is none that can be read."""
    data = posted.copy()
    try:
        uuid.UUID(data.get("key", ""))
    except ValueError:
        data["key"] = str(uuid.uuid4())
    return data


class WriteScreen(CourseScreen):
    """The form and the mails of the past; then the page that asks before it sends."""

    page_title = gettext_lazy("Write to many")
    template_name = "events/admin/write.html"

    def allowed(self, user: Any) -> bool:
        return rules.can_manage_registrants(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audience = request.GET.get("audience", "")
        session = request.GET.get("session", "")
        return self._write(
            WriteForm(
                course=self.course,
                initial={
                    "key": uuid.uuid4(),
                    "audience": audience if audience in AUDIENCES else "seated",
                    "session": session if session.isdecimal() else None,
                },
            )
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WriteForm(_with_key(request.POST), course=self.course)
        if not form.is_valid():
            return self._write(form, status=422)
        if "change" in request.POST:
            return self._write(form)
        draft = form.draft(self.course)
        reached = reach(
            draft.course, draft.session, draft.audience, is_advertising=draft.is_advertising
        )
        if "send" in request.POST and request.POST.get("expected") == str(reached.count):
            return self._send(form, draft, reached)
        return self._check(form, draft, reached, has_changed="send" in request.POST)

    def _send(self, form: WriteForm, draft: Draft, reached: Reach) -> HttpResponse:
        now = timezone.now()
        try:
            mail = send_to_many(draft, key=form.cleaned_data["key"], by=self.request.user, now=now)
        except Refusal as refusal:
            form.add_error("audience", ValidationError(str(refusal)))
            return self._write(form, status=409)
        people = [registration.person_id for registration in reached.registrations]
        looked_at(self.request, filter(None, people), "events.bulk_mail", subject=self.course)
        messages.success(
            self.request,
            ngettext(
                "Your mail goes to %(count)s person.",
                "Your mail goes to %(count)s people.",
                mail.recipients,
            )
            % {"count": mail.recipients},
        )
        return redirect(self.address("write"))

    def _write(self, form: WriteForm, status: int = 200) -> HttpResponse:
        mails = past_mails(self.course)[:50]
        labels = {key: audience.label for key, audience in AUDIENCES.items()}
        return self.show(
            status=status,
            form=form,
            mails=[(mail, labels.get(mail.audience, mail.audience)) for mail in mails],
        )

    def _check(
        self, form: WriteForm, draft: Draft, reached: Reach, *, has_changed: bool
    ) -> HttpResponse:
        if not reached.count and not reached.guests and not reached.without_consent:
            form.add_error("audience", _("There is nobody to send this mail to."))
            return self._write(form, status=422)
        shown = [*reached.registrations[:1], *reached.guests[:NAMED]]
        looked_at(
            self.request,
            [one.person_id for one in shown if one.person_id],
            "events.bulk_mail",
            subject=self.course,
        )
        hidden = {name: form.data.get(name, "") for name in form.fields}
        return self.show(
            form=form,
            checking=True,
            has_changed=has_changed,
            reached=reached,
            audience=AUDIENCES[draft.audience].label,
            guests=reached.guests[:NAMED],
            more_guests=max(0, len(reached.guests) - NAMED),
            previews=self._previews(draft, reached),
            hidden=[(name, value) for name, value in hidden.items() if value],
        )

    def _previews(self, draft: Draft, reached: Reach) -> list[dict[str, Any]]:
        """Return the mail as the first recipient would read it, in both languages."""
        if not reached.registrations:
            return []
        session = told_session(draft, now=timezone.now())
        first = reached.registrations[0]
        return [
            {
                "language": language,
                "name": name,
                "mail": render(
                    TEMPLATE, letter(draft, first, session, language), language=language
                ),
            }
            for language, name in LANGUAGES
        ]
