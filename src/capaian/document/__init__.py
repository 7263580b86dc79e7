"""The Word medium: the only place that imports docx, docxtpl and jinja2."""
