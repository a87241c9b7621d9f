"""The addresses of the screens about what comes after a class, below those of courses."""

from typing import Any

from django.urls import URLPattern, path

from events.admin import certificates, materials, surveys
from events.admin.screens import CourseScreen


def urlpatterns(namespace: str) -> list[URLPattern]:
    """Return the patterns, for ``CourseViewSet``."""

    def screen(view: type[CourseScreen]) -> Any:
        return view.as_view(namespace=namespace)

    rows: list[tuple[str, type[CourseScreen], str]] = [
        ("<int:pk>/materials/", materials.MaterialsScreen, "materials"),
        ("material/<int:pk>/", materials.MaterialScreen, "material"),
        ("material/<int:pk>/remove/", materials.RemoveMaterialScreen, "remove_material"),
        ("<int:pk>/survey/", surveys.SurveyScreen, "survey"),
        ("<int:pk>/survey/results/", surveys.ResultsScreen, "survey_results"),
        ("<int:pk>/survey/close/", surveys.CloseSurveyScreen, "close_survey"),
        ("<int:pk>/survey/chart/<slug:key>.svg", surveys.ChartScreen, "survey_chart"),
        ("<int:pk>/survey/export/<str:form>/", surveys.ExportResultsScreen, "survey_export"),
        ("<int:pk>/certificates/", certificates.CertificatesScreen, "certificates"),
        ("certificate/<int:pk>/", certificates.CertificateScreen, "certificate"),
        ("certificate/<int:pk>/pdf/", certificates.CertificatePdfScreen, "certificate_pdf"),
        ("certificate/<int:pk>/revoke/", certificates.RevokeScreen, "revoke_certificate"),
        ("certificate/<int:pk>/reissue/", certificates.ReissueScreen, "reissue_certificate"),
    ]
    return [path(route, screen(view), name=name) for route, view, name in rows]
