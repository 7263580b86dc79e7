"""The Excel medium: layout, values, writer, reader, annotation. The only place that imports openpyxl."""
