"""How every form of the project is drawn: `{{ form }}` in a template is enough."""

from django.forms.renderers import TemplatesSetting


class ShellRenderer(TemplatesSetting):
    """Draws forms and fields with the templates of the design system."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
