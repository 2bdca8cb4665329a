"""Forms on pages: fields, what was typed, files, places, the filing form."""
