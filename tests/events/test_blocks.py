from events.blocks import CategoryChoiceBlock
from events.models import Category


def test_an_unchosen_subject_reaches_the_editor_as_the_empty_choice():
    assert CategoryChoiceBlock(required=False).get_form_state(None) == [""]


def test_a_chosen_subject_reaches_the_editor_as_a_list_of_its_key():
    assert CategoryChoiceBlock().get_form_state(Category(pk=7)) == ["7"]
