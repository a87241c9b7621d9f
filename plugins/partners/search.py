"""What the site search finds of the directory."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils import translation

from plugins.api import SearchDocument
from plugins.partners.models import Resource, ResourceDirectoryPage


def resource_documents(resource: Model) -> Iterator[SearchDocument]:
    """Yield one document for each language that has a directory page; none if it is hidden.

    The address is the directory's, narrowed down to the entry by its title.
    """
    if not isinstance(resource, Resource) or not resource.is_public:
        return
    pages = ResourceDirectoryPage.objects.live().public().select_related("locale")
    told = set()
    for page in pages.order_by("path"):
        code = page.locale.language_code
        if code in told:
            continue  # a second directory in the same language shows the same entries
        with translation.override(code):
            address = page.get_url()
            if address is None:
                continue
            told.add(code)
            yield SearchDocument(
                object_id=str(resource.pk),
                locale=code,
                title=resource.shown_title,
                body="\n".join(
                    filter(
                        None,
                        [
                            resource.shown_description,
                            str(resource.get_kind_display()),
                            str(resource.get_district_display()),
                            resource.phone,
                        ],
                    )
                ),
                url=f"{address}#resource-{resource.pk}",
                kind=str(Resource._meta.verbose_name),
                facets={"kind": resource.kind, "district": resource.district},
            )
