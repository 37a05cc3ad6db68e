"""Static files under names that change with their content, imported modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also renames the modules that scripts import."""

    support_js_module_import_aggregation = True
