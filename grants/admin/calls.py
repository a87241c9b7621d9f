"""Staff: calls, with the builder of their form, its preview, and copying to the next year."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.questions.fields import questionnaire
from cms.questions.revising import answered_and_lost, previewed, refuse_lost
from grants.default_form import DEFAULT_CRITERIA, DEFAULT_RULES, default_questions
from grants.domain.calls import copy_call, delete_call, save_call
from grants.domain.refusals import Refusal
from grants.models import Call, Criterion, EligibilityRule

_CALL = MultiFieldPanel(
    [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldPanel("summary"),
        FieldPanel("summary_en"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("round"), FieldPanel("slug")]),
    ],
    heading=gettext_lazy("The call"),
)
_DATES = MultiFieldPanel(
    [
        FieldRowPanel(
            [FieldPanel("announced_at"), FieldPanel("opens_at"), FieldPanel("closes_at")]
        ),
        HelpPanel(content=gettext_lazy("All times are Seoul time. A deadline is an instant.")),
    ],
    heading=gettext_lazy("Dates"),
)
_MONEY = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("budget"), FieldPanel("maximum"), FieldPanel("awards_expected")])],
    heading=gettext_lazy("Money, in whole won"),
)
_CONTACT = MultiFieldPanel(
    [FieldPanel("contact"), FieldPanel("contact_en")], heading=gettext_lazy("Contact")
)
_WHO = MultiFieldPanel(
    [FieldPanel("eligibility"), FieldPanel("eligibility_en")],
    heading=gettext_lazy("Who may apply, in words"),
)
_RESULT = MultiFieldPanel(
    [FieldPanel("result_note"), FieldPanel("result_note_en")],
    heading=gettext_lazy("Shown with the result"),
)


class CallForm(WagtailAdminModelForm):
    """Keeps answers people have given from losing their question."""

    def clean_questions(self) -> Any:
        """Refuse to take away, or to change the kind of, a question that was answered."""
        stream = self.cleaned_data["questions"]
        if not self.instance.pk:
            return stream
        refuse_lost(
            answered_and_lost(
                questionnaire(Call.objects.get(pk=self.instance.pk).questions),
                questionnaire(stream),
                self.instance.applications.values_list("answers", flat=True).iterator(),
            ),
            _(
                "Communities have already answered: %(questions)s. Such a question can be "
                "reworded, but not removed or made another kind."
            ),
        )
        return stream


class SavedByDomain:
    """Stores what the form says through the domain, so that everything follows from it."""

    form: Any
    request: HttpRequest

    def save_instance(self) -> Call:
        """Store the call and return it."""
        call: Call = self.form.save(commit=False)
        save_call(call, by=self.request.user)
        return call


class CallCreateView(SavedByDomain, CreateView):
    """A new call begins with the usual form, conditions and criteria."""

    def get_initial_form_instance(self) -> Call:
        call = Call()
        if self.request.method == "GET":
            call.questions = Call._meta.get_field("questions").to_python(default_questions())
            for order, rule in enumerate(DEFAULT_RULES):
                call.rules.add(EligibilityRule(sort_order=order, **rule))
            for order, criterion in enumerate(DEFAULT_CRITERIA):
                call.criteria.add(Criterion(sort_order=order, **criterion))
        return call

    def get_success_url(self) -> str:
        return self.get_edit_url()


class CallEditView(SavedByDomain, EditView):
    """Edit a call, look at its form as applicants do, or copy it."""

    @property
    def header_buttons(self) -> list[Any]:
        call = self.object
        return [
            *super().header_buttons,
            HeaderButton(_("Preview of the form"), url=_url("preview", call), icon_name="view"),
            HeaderButton(_("Applications"), url=applications_url(call), icon_name="list-ul"),
        ]

    @property
    def header_more_buttons(self) -> list[Any]:
        return [
            *super().header_more_buttons,
            Button(
                _("Copy to the next year"), url=_url("next_year", self.object), icon_name="copy"
            ),
        ]

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])


class CallDeleteView(DeleteView):
    """Deletes a draft; what people have seen stays."""

    def delete_action(self) -> None:
        delete_call(self.object, by=self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(reverse(self.index_url_name))


class CallIndexView(IndexView):
    """The calls, the latest deadline first."""

    def get_list_more_buttons(self, instance: Call) -> list[Any]:
        return [
            *super().get_list_more_buttons(instance),
            Button(_("Preview of the form"), url=_url("preview", instance), icon_name="view"),
            Button(_("Applications"), url=applications_url(instance), icon_name="list-ul"),
        ]


def _url(name: str, call: Call) -> str:
    return reverse(f"{CallViewSet.name}:{name}", args=[call.pk])


def applications_url(call: Call) -> str:
    """Return the address of the staff list of a call's applications."""
    return f"{reverse('grants_applications:index')}?call={call.pk}"


def _allowed(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the stored form as an applicant sees it; nothing can be sent."""
    _allowed(request, "grants.view_call")
    call = get_object_or_404(Call, pk=pk)
    return render(
        request,
        "grants/preview.html",
        {
            "call": call,
            "sections": previewed(call.form),
            "criteria": list(call.criteria.all()),
            "edit_url": _url("edit", call) if request.user.has_perm("grants.change_call") else "",
        },
    )


def next_year(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then copy the call to a draft for the next year."""
    _allowed(request, "grants.add_call")
    call = get_object_or_404(Call, pk=pk)
    if request.method == "POST":
        copied = copy_call(call, by=request.user)
        messages.success(request, _("A draft for the next year has been made. Check its dates."))
        return redirect(_url("edit", copied))
    return render(
        request,
        "grants/admin/next_year.html",
        {
            "call": call,
            "header_title": _("Copy to the next year"),
            "header_icon": "copy",
            "breadcrumbs_items": [
                {"url": reverse(f"{CallViewSet.name}:index"), "label": _("Calls")},
                {"url": _url("edit", call), "label": call.text},
                {"url": "", "label": _("Copy to the next year")},
            ],
        },
    )


class StateColumn(Column):
    """Where the call stands, in words."""

    def get_value(self, instance: Call) -> str:
        return str(instance.state.label)


class CallViewSet(ModelViewSet):
    """Calls in the staff area."""

    model = Call
    name = "grants_calls"
    url_prefix = "grants/calls"
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Calls")
    menu_order = 10
    inspect_view_enabled = False
    copy_view_enabled = False
    add_view_class = CallCreateView
    edit_view_class = CallEditView
    delete_view_class = CallDeleteView
    index_view_class = CallIndexView
    list_filter = ["year"]
    search_fields = ["title", "title_en", "slug"]
    list_display = [
        "title",
        StateColumn("state", label=gettext_lazy("State")),
        DateColumn("closes_at", label=gettext_lazy("Deadline"), sort_key="closes_at"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList([_CALL, _DATES, _MONEY, _CONTACT], heading=gettext_lazy("Call and dates")),
            ObjectList(
                [
                    _WHO,
                    InlinePanel("rules", heading=gettext_lazy("Conditions the site checks")),
                    InlinePanel("criteria", heading=gettext_lazy("What reviewers look for")),
                ],
                heading=gettext_lazy("Eligibility and criteria"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        content=gettext_lazy(
                            "“New step” begins a new page. Drag questions to move them. Save, then "
                            "look at the preview."
                        )
                    ),
                    FieldPanel("questions"),
                ],
                heading=gettext_lazy("Application form"),
            ),
            ObjectList([_RESULT], heading=gettext_lazy("Result")),
        ],
        base_form_class=CallForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("preview/<int:pk>/", preview, name="preview"),
            path("next-year/<int:pk>/", next_year, name="next_year"),
        ]
