"""What a class hands out, on staff screens."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.admin.moments import DateTimeInput
from cms.files import kinds, uploads
from events.admin.screens import CourseScreen
from events.domain.materials import FILE_KIND, add_material, remove_material, revise_material
from events.models import Course, Material


class MaterialForm(forms.ModelForm):
    """A file or a link, for whom and from when."""

    upload = forms.FileField(label=gettext_lazy("File"), required=False)

    field_order = ("title", "title_en", "upload", "url", "audience", "session", "available_from")

    class Meta:
        model = Material
        fields = ("title", "title_en", "url", "audience", "session", "available_from")
        widgets = {"available_from": DateTimeInput}

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions: Any = self.fields["session"]
        sessions.queryset = course.sessions.all()
        sessions.empty_label = _("the whole course")
        self.fields["url"].assume_scheme = "https"
        self.fields["upload"].widget.attrs["accept"] = kinds.accept(FILE_KIND)
        self.fields["upload"].help_text = kinds.limits(FILE_KIND)

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            uploads.inspect(upload, kind=FILE_KIND)
        return upload

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "upload" in self.errors or "url" in self.errors:
            return values
        upload, url = values.get("upload"), values.get("url")
        if upload and url:
            self.add_error("url", _("A material is a file or a link, one of the two."))
        elif not upload and not url and self.instance.file_key is None:
            self.add_error("upload", _("Choose a file, or enter a link below."))
        return values

    def _post_clean(self) -> None:
        """Leave the record alone: the domain changes it, and its constraint needs the file."""


class MaterialsScreen(CourseScreen):
    """The list, and the form to add one."""

    page_title = gettext_lazy("Materials")
    template_name = "events/admin/after/materials.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._list(MaterialForm(course=self.course))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MaterialForm(request.POST, request.FILES, course=self.course)
        if not form.is_valid():
            return self._list(form, status=422)
        fields = dict(form.cleaned_data)
        upload = fields.pop("upload")
        try:
            add_material(
                self.course, fields, by=request.user, now=timezone.now(), upload=upload or None
            )
        except ValidationError as error:
            form.add_error("upload", error)
            return self._list(form, status=422)
        messages.success(request, _("The material is added."))
        return redirect(self.address("materials"))

    def _list(self, form: MaterialForm, status: int = 200) -> HttpResponse:
        return self.show(
            status=status,
            form=form,
            materials=list(self.course.materials.select_related("session")),
            now=timezone.now(),
        )


class MaterialScreen(CourseScreen):
    """Change one material."""

    page_title = gettext_lazy("Change a material")
    template_name = "events/admin/after/material.html"
    material: Material

    def get_course(self) -> Course:
        found = Material.objects.select_related("course__category", "course__venue")
        self.material = get_object_or_404(found, pk=self.kwargs["pk"])
        return self.material.course

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MaterialForm(instance=self.material, course=self.course)
        return self.show(form=form, material=self.material)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MaterialForm(request.POST, request.FILES, instance=self.material, course=self.course)
        if form.is_valid():
            fields = dict(form.cleaned_data)
            upload = fields.pop("upload")
            try:
                revise_material(self.material, fields, by=request.user, upload=upload or None)
            except ValidationError as error:
                form.add_error("upload", error)
            else:
                messages.success(request, _("The material is changed."))
                return redirect(self.address("materials"))
        return self.show(form=form, material=self.material, status=422)


class RemoveMaterialScreen(MaterialScreen):
    """Ask, then take a material away with its file."""

    page_title = gettext_lazy("Remove a material")
    template_name = "events/admin/confirm.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            form=forms.Form(),
            what=self.material,
            question=_("The file is destroyed. This cannot be undone."),
            submit=_("Remove the material"),
            back=self.address("materials"),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        remove_material(self.material, by=request.user)
        messages.success(request, _("The material is removed."))
        return redirect(self.address("materials"))
