"""No model that leads to people goes without somebody who answers for it."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from members.models import Child, Profile, ProfileInterest
from plugins import personal
from plugins.api import ErasurePlan, PersonalDataEraser, PersonalDataExporter
from plugins.survey import make_survey, survey

# What Wagtail, allauth and Django keep of people, and who answers for it.
ELSEWHERE = {
    "account.EmailAddress": "members",
    "mfa.Authenticator": "members",
    "socialaccount.SocialAccount": "members",
    "wagtailusers.UserProfile": "settings of the staff area, deleted with the account",
    "wagtaildocs.Document": "the site's, published; its uploader is nameless then",
    "wagtailimages.Image": "the site's, published; its uploader is nameless then",
    "wagtailadmin.EditingSession": "a sign that somebody is at a page; deleted",
    "wagtailadmin.FormState": "what was typed and not saved; deleted",
    "wagtailcore.APIToken": "deleted",
    "wagtailcore.ModelLogEntry": "cms",
    "wagtailcore.Revision": "cms",
    "wagtailcore.UploadedFile": "a file between two steps",
    "wagtailcore.WorkflowState": "a state of a page; who asked is nameless then",
    "wagtailcore.TaskState": "a state of a page; who decided is nameless then",
    "wagtailcore.Page": "the site's, published; its owner is nameless then",
    "wagtailcore.PageLogEntry": "cms",
    "wagtailcore.Comment": "cms",
    "wagtailcore.CommentReply": "cms",
    "wagtailcore.PageSubscription": "deleted",
}


def test_a_foreign_key_is_followed_through_others():
    paths = personal.paths_to_people([get_user_model(), Profile, ProfileInterest, Child])
    assert paths[Child] == ("parent",)
    assert paths[ProfileInterest] == ("profile__user",)


def test_a_model_nobody_answers_for_is_an_error(plugin):
    label = Child._meta.app_label
    found = make_survey([plugin(label)])
    exporter, eraser = personal.problems_among(found, {Child: ("parent",)})
    assert {exporter.id, eraser.id} == {"plugins.E023"}
    assert "members.Child leads to people (by parent), and no exporter" in exporter.message
    assert exporter.hint.startswith("Contribute a PersonalDataExporter that names it in `covers`")
    assert eraser.hint.startswith("Contribute a PersonalDataEraser")


@pytest.mark.parametrize(
    "said", [{"covers": ("members.Child",)}, {"exempt": {"members.child": ""}}]
)
def test_covering_or_exempting_it_is_an_answer(plugin, said):
    said = {"covers": (), "label": "", **said}
    given = (
        PersonalDataExporter(key="members.a", export=lambda person: (), **said),
        PersonalDataEraser(
            key="members.b",
            plan=lambda person, now: ErasurePlan(),
            erase=lambda person, now: (),
            **said,
        ),
    )
    found = make_survey([plugin("members", *given)])
    assert found.problems == ()
    assert list(personal.problems_among(found, {Child: ("parent",)})) == []


def test_nothing_of_the_packages_is_forgotten():
    user = get_user_model()
    plugins = survey().plugins
    leads = {
        model._meta.label
        for model in apps.get_models()
        if personal.label_of(model, plugins) is None
        for field in model._meta.local_concrete_fields
        if field.related_model is user
    }
    assert leads == ELSEWHERE.keys()
    for name, answer in ELSEWHERE.items():
        if answer in plugins:
            for kind in (PersonalDataExporter, PersonalDataEraser):
                key = personal.declared(survey(), kind)[name.lower()]
                assert key.startswith(f"{answer}.")
