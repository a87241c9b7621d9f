"""Certificates of a course on staff screens: who has one, issuing to all, taking one back."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from cms.papers import NoKoreanFontError
from cms.privacy.access import looked_at
from events import rules
from events.admin.screens import CourseScreen
from events.certificate_paper import paper_of, verification_url
from events.domain.certificates import (
    AlreadyReplaced,
    issue_to_all,
    reissue_certificate,
    revoke_certificate,
)
from events.domain.refusals import Refusal
from events.entitlements import earned_certificate, gives_certificates, is_over, shares_of
from events.models import Certificate, Course, Registration
from events.views.after import pdf_response

PER_PAGE = 50


class RevokeForm(forms.Form):
    """Why; the holder reads it on the personal page."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The holder reads it. The public page says only that it is void."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CertificatesScreen(CourseScreen):
    """Everybody with a seat: how much of the course, and the certificate."""

    page_title = gettext_lazy("Certificates")
    template_name = "events/admin/after/certificates.html"

    def allowed(self, user: Any) -> bool:
        if self.request.method == "POST":
            return rules.can_manage_registrants(user)
        return rules.can_see_registrants(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        shares = shares_of(self.course, now)
        seats = (
            self.course.registrations.filter(state=Registration.State.CONFIRMED)
            .select_related("person")
            .prefetch_related("certificates__replacement")
            .order_by("created_at", "pk")
        )
        page = Paginator(seats, PER_PAGE).get_page(request.GET.get("p"))
        rows = []
        for seat in page:
            seat.course = self.course
            share = shares.get(seat.pk, 0)
            rows.append(
                {
                    "seat": seat,
                    "share": share,
                    # From the latest back to the first.
                    "certificates": sorted(
                        seat.certificates.all(), key=lambda one: one.pk, reverse=True
                    ),
                    "is_earned": earned_certificate(seat, share, now),
                }
            )
        people = [seat.person_id for seat in page if seat.person_id is not None]
        looked_at(request, people, "events.certificates", subject=self.course)
        return self.show(
            rows=rows,
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            gives=gives_certificates(self.course),
            is_over=is_over(self.course, now),
            due=self._due(shares, now),
            can_manage=rules.can_manage_registrants(request.user),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        new = issue_to_all(self.course, by=request.user, now=timezone.now())
        count = len(new)
        if count:
            messages.success(
                request,
                ngettext("%(count)s certificate issued.", "%(count)s certificates issued.", count)
                % {"count": count},
            )
        else:
            messages.info(request, _("Nobody is waiting for a certificate."))
        return redirect(self.address("certificates"))

    def _due(self, shares: dict[int, int], now: Any) -> int:
        """Return how many have earned a certificate and have none."""
        if not gives_certificates(self.course) or not is_over(self.course, now):
            return 0
        enough = [pk for pk, share in shares.items() if share >= self.course.certificate_percent]
        return self.course.registrations.filter(
            pk__in=enough, state=Registration.State.CONFIRMED, certificates__isnull=True
        ).count()


class ReissueForm(forms.Form):
    """Why; only staff read it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stands in the audit log."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _OfOneCertificate(CourseScreen):
    """A screen about one certificate."""

    certificate: Certificate

    def allowed(self, user: Any) -> bool:
        return rules.can_see_registrants(user)

    def get_course(self) -> Course:
        found = Certificate.objects.select_related(
            "registration__course__category",
            "registration__course__venue",
            "registration__person",
            "replaces",
            "replacement",
        )
        self.certificate = get_object_or_404(found, pk=self.kwargs["pk"])
        return self.certificate.registration.course

    def looked(self) -> None:
        """Write down the look at somebody's certificate."""
        person = self.certificate.registration.person_id
        people = [person] if person is not None else []
        looked_at(self.request, people, "events.certificate", subject=self.certificate)


class CertificateScreen(_OfOneCertificate):
    """What one certificate says; where it can be printed for a guest."""

    page_title = gettext_lazy("Certificate")
    template_name = "events/admin/after/certificate.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.looked()
        return self.show(
            certificate=self.certificate,
            paper=paper_of(self.certificate),
            public_url=verification_url(self.certificate),
            can_manage=rules.can_manage_registrants(request.user),
        )


class CertificatePdfScreen(_OfOneCertificate):
    """The PDF of one certificate, for a guest who has no page of their own."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.looked()
        try:
            return pdf_response(self.certificate)
        except NoKoreanFontError as error:
            messages.error(request, str(error))
            return redirect(self.address("certificate", self.certificate.pk))


class RevokeScreen(_OfOneCertificate):
    """Take a certificate back, with a reason."""

    page_title = gettext_lazy("Revoke a certificate")
    template_name = "events/admin/confirm.html"

    def allowed(self, user: Any) -> bool:
        return rules.can_manage_registrants(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(RevokeForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        try:
            revoke_certificate(
                self.certificate, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            messages.success(request, _("The certificate is revoked."))
        return redirect(self.address("certificates"))

    def _ask(self, form: RevokeForm, status: int = 200) -> HttpResponse:
        return self.show(
            status=status,
            form=form,
            what=self.certificate,
            question=_("The public page will say that it is no longer valid."),
            submit=_("Revoke the certificate"),
            back=self.address("certificates"),
        )


class ReissueScreen(_OfOneCertificate):
    """Issue another in place of a revoked one, with a reason."""

    page_title = gettext_lazy("Issue a new certificate")
    template_name = "events/admin/confirm.html"

    def allowed(self, user: Any) -> bool:
        return rules.can_manage_registrants(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(ReissueForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReissueForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        try:
            new = reissue_certificate(
                self.certificate, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except AlreadyReplaced as refusal:
            # Pressed twice, or by two: the new one is there.
            self.refuse(refusal)
            return redirect(self.address("certificates"))
        except Refusal as refusal:
            self.refuse(refusal)
            return self._ask(form, status=409)
        messages.success(
            request,
            _("Certificate %(number)s is issued. Please tell the holder.") % {"number": new.number},
        )
        return redirect(self.address("certificate", new.pk))

    def _ask(self, form: ReissueForm, status: int = 200) -> HttpResponse:
        return self.show(
            status=status,
            form=form,
            what=self.certificate,
            question=_(
                "It gets a new number and says what is true now. The old one stays revoked, and "
                "its public page says that a new one was issued in its place."
            ),
            submit=_("Issue a new certificate"),
            back=self.address("certificate", self.certificate.pk),
        )
