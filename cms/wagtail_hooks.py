"""What the host adds to Wagtail's admin; each thing is defined where it belongs."""

from wagtail import hooks

from cms.admin import (
    account,
    dashboard,
    menu,
    moments,
    people,
    plugin_settings,
    styles,
    translating,
    urls,
)
from cms.figures import admin as figures_admin
from cms.jobs import admin as jobs_admin
from cms.mail import admin as mail_admin
from cms.streams import rich_links

hooks.register("register_admin_urls", urls.admin_urls)
hooks.register("register_admin_viewset", menu.programme_groups)
hooks.register("register_settings_menu_item", menu.plugins_item)
hooks.register("register_reports_menu_item", menu.audit_item)
hooks.register("register_reports_menu_item", menu.access_log_item)
hooks.register("register_reports_menu_item", menu.destructions_item)
hooks.register("construct_main_menu", menu.arrange_main_menu)
hooks.register("construct_settings_menu", plugin_settings.settings_items)
hooks.register("construct_settings_menu", menu.arrange_settings_menu)
hooks.register("construct_homepage_panels", dashboard.arrange_panels)
hooks.register("insert_global_admin_css", styles.stylesheet)
hooks.register("register_account_menu_item", account.account_items)
# After Wagtail's own of the same name, which they replace.
for closed in people.CLOSED_ACTIONS:
    hooks.register("register_bulk_action", closed, order=10)
hooks.register("register_admin_urls", figures_admin.admin_urls)
hooks.register("register_reports_menu_item", figures_admin.figures_item)
hooks.register("register_admin_urls", jobs_admin.admin_urls)
hooks.register("register_reports_menu_item", jobs_admin.jobs_item)
hooks.register("register_admin_urls", mail_admin.admin_urls)
hooks.register("register_reports_menu_item", mail_admin.outbox_item)
hooks.register("register_reports_menu_item", mail_admin.templates_item)
hooks.register("register_admin_urls", translating.admin_urls)
hooks.register("register_page_header_buttons", translating.header_buttons)
hooks.register("before_edit_page", translating.tell_if_behind)
# After Wagtail's own, whose place they take.
hooks.register("register_rich_text_features", rich_links.register_links, order=10)
moments.use_everywhere()
