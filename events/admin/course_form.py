"""The form of a course: its panels in the order one plans, and what must fit together."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from cms.questions.fields import questionnaire
from cms.questions.revising import answered_and_lost, refuse_lost
from events.domain.courses import free_slug
from events.domain.dates import misfits
from events.models import Course


class CourseForm(WagtailAdminModelForm):
    """A course's own fields; seats, status and sessions have screens of their own.

    ``seen`` is the version of the course the editor began with: what somebody else has saved
    since is not overwritten unseen.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.feed_version
        else:
            del self.fields["seen"]
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = gettext_lazy(
                "The last part of the web address. Leave it empty to have it made of the title."
            )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug:
            return slug
        title = self.data.get("title_en") or self.data.get("title") or ""
        return self.instance.slug or free_slug(title)

    def clean_questions(self) -> Any:
        """Refuse files, which nobody asks for at a registration, and losing what was answered."""
        stream = self.cleaned_data["questions"]
        form = questionnaire(stream)
        if files := [question.label for question in form.of_kind("files")]:
            raise ValidationError(
                _(
                    "Files cannot be asked for at registration: %(questions)s. Take the question "
                    "out, or ask for a link."
                ),
                params={"questions": ", ".join(files)},
                code="files",
            )
        if self.instance.pk:
            stored = Course.objects.get(pk=self.instance.pk)
            given = stored.registrations.values_list("answers", flat=True).iterator()
            refuse_lost(
                answered_and_lost(stored.form, form, given),
                _(
                    "People have already answered: %(questions)s. Such a question can be "
                    "reworded, but not removed or made another kind."
                ),
            )
        return stream

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name, sentence in misfits(values, starts_at=self.instance.starts_at).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        places = values.get("childcare_capacity")
        if places is not None and places < self.instance.childcare_taken:
            self.add_error(
                "childcare_capacity",
                _("%(count)s children are registered.") % {"count": self.instance.childcare_taken},
            )
        self._refuse_unseen(values.pop("seen", None))
        return values

    def _refuse_unseen(self, seen: int | None) -> None:
        """Say so if somebody saved the course meanwhile; sent again, the form goes through."""
        if seen is None or not self.instance.pk:
            return
        now_at = Course.objects.values_list("feed_version", flat=True).get(pk=self.instance.pk)
        if seen == now_at:
            return
        sent: Any = self.data
        self.data = sent.copy()
        self.data[self.add_prefix("seen")] = str(now_at)
        raise ValidationError(
            _(
                "Somebody else changed this course or its sessions while you were editing. What "
                "you typed is still here: look at the course in another window, then save again."
            ),
            code="changed_meanwhile",
        )

    @property
    def changes(self) -> dict[str, Any]:
        """What the editor changed: fields left alone keep what others have saved in them."""
        return {
            name: self.cleaned_data[name]
            for name in {*self.changed_data, "slug"}
            if name in self.cleaned_data
        }


def _rows(*rows: Iterable[str]) -> list[FieldRowPanel]:
    return [FieldRowPanel([FieldPanel(name) for name in row]) for row in rows]


def _help(words: Any) -> HelpPanel:
    return HelpPanel(content=words)


_WHAT = MultiFieldPanel(
    [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("summary_en"),
        *_rows(("category", "kind"), ("series", "term")),
        FieldPanel("is_listed"),
    ],
    heading=gettext_lazy("What it is"),
)
_FOR_THOSE_WHO_COME = MultiFieldPanel(
    _rows(
        ("venue", "room", "room_en"),
        ("online_url",),
        ("lecturer", "lecturer_en"),
        ("audience_group",),
        ("audience", "audience_en"),
        ("bring", "bring_en"),
        ("perk", "perk_en"),
    ),
    heading=gettext_lazy("For those who come"),
)
_SEATS = MultiFieldPanel(
    [
        FieldPanel("takes_registrations"),
        *_rows(
            ("capacity", "admission"),
            ("registration_opens_at", "registration_closes_at"),
        ),
        _help(
            gettext_lazy(
                "All times are Seoul time. With a lottery or a choice by staff people apply until "
                "registration closes. A lottery is drawn after that, on the screen of the course."
            )
        ),
    ],
    heading=gettext_lazy("Seats and registration"),
)
_MINIMUM = MultiFieldPanel(
    [
        *_rows(("minimum", "decide_by")),
        _help(
            gettext_lazy(
                "If fewer have registered at that instant, the coordinators get a mail and decide "
                "with one click: cancel and tell everyone, or go ahead."
            )
        ),
    ],
    heading=gettext_lazy("Too few registrations"),
)
_WAITING = MultiFieldPanel(
    [
        *_rows(("promotion", "offer_hours"), ("promotion_stops_hours", "cancel_until_hours")),
    ],
    heading=gettext_lazy("Waiting list and cancelling"),
)
_CHILDCARE = MultiFieldPanel(
    [
        *_rows(
            ("childcare_capacity", "childcare_from_age", "childcare_to_age"),
            ("childcare", "childcare_en"),
        ),
        _help(
            gettext_lazy(
                "With a number of places parents name their children when they register. The line "
                "in words is shown on the course's page."
            )
        ),
    ],
    heading=gettext_lazy("Childcare"),
)
_AFTERWARDS = MultiFieldPanel(
    [FieldPanel("certificate_percent")], heading=gettext_lazy("Certificate")
)

COURSE_FORM = TabbedInterface(
    [
        ObjectList([_WHAT, _FOR_THOSE_WHO_COME], heading=gettext_lazy("The course")),
        ObjectList(
            [_SEATS, _MINIMUM, _WAITING, _CHILDCARE, _AFTERWARDS],
            heading=gettext_lazy("Seats and rules"),
        ),
        ObjectList(
            [
                _help(
                    gettext_lazy(
                        "Ask only what the class needs: each question costs a tired parent time. "
                        "Drag questions to move them. Save, then look at the preview."
                    )
                ),
                FieldPanel("questions"),
            ],
            heading=gettext_lazy("Questions at registration"),
        ),
    ],
    base_form_class=CourseForm,
)
