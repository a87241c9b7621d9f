from cms.streams.checks import plugin_blocks_have_names_of_their_own
from plugins.api import ContentBlock


def test_no_plugin_installed_takes_a_block_name_of_the_hosts():
    assert plugin_blocks_have_names_of_their_own() == []


def test_a_plugin_that_takes_the_hosts_name_is_an_error(contribute):
    block = "wagtail.blocks.CharBlock"
    contribute(
        ContentBlock(key="members.own", name="own", block=block),
        ContentBlock(key="members.taken", name="quote", block=block),
    )
    [error] = plugin_blocks_have_names_of_their_own()
    assert (error.id, error.obj) == ("plugins.E018", "members")
    assert error.msg == "Plug-in members, members.taken: the block name 'quote' is the host's."
