"""Boxes for days and times leave alone what their picker cannot read."""

from wagtail.admin.forms.models import formfield_for_dbfield

from cms.admin.moments import DateInput, DateTimeInput, TimeInput
from cms.models import CentreSettings, NewsPage


def test_boxes_keep_what_was_typed():
    for box in (DateInput(), TimeInput(), DateTimeInput()):
        assert box.get_config()["validateOnBlur"] is False
        assert '"validateOnBlur": false' in box.render("when", "", {"id": "id_when"})


def test_forms_made_from_models_use_them():
    made = formfield_for_dbfield(CentreSettings._meta.get_field("notice_from"))
    assert isinstance(made.widget, DateTimeInput)
    assert isinstance(formfield_for_dbfield(NewsPage._meta.get_field("date")).widget, DateInput)
