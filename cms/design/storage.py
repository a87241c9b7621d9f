"""Static files whose names carry a hash of their content, the modules they import too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """After an upgrade no browser mixes old scripts with new ones."""

    support_js_module_import_aggregation = True
