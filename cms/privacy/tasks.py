"""Work the worker does once."""

from django.tasks import task
from django.utils import timezone

from cms.privacy import exporting
from cms.privacy.models import DataExport


@task()
def build_archive(pk: str) -> None:
    """Make one archive; a person who left meanwhile has none to make."""
    export = DataExport.objects.select_related("person").filter(pk=pk).first()
    if export is None:
        return
    try:
        exporting.build(export, now=timezone.now())
    except Exception:
        DataExport.objects.filter(pk=pk).update(state=DataExport.State.FAILED)
        raise
