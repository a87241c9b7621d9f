"""Members' addresses of applications."""

from django.urls import path

from grants.views import applications, drafting, handing_in

app_name = "grants_my"
urlpatterns = [
    path("", applications.index, name="index"),
    path("start/<slug:slug>/", applications.start, name="start"),
    path("<int:pk>/", applications.application, name="application"),
    path("<int:pk>/print/", applications.printed, name="print"),
    path("<int:pk>/write/<slug:section>/", drafting.section, name="section"),
    path("<int:pk>/versions/<int:version>/", drafting.settle, name="settle"),
    path("<int:pk>/check/", handing_in.check, name="check"),
    path("<int:pk>/done/", handing_in.done, name="done"),
    path("<int:pk>/withdraw/", handing_in.withdraw, name="withdraw"),
]
