"""Drafts of forms: kept while a person types, found again anywhere, gone once sent."""
