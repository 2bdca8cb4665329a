"""The JSON API, version 1. Views are sign-in, schema, transaction and one call."""

from api.v1 import field_words

# Before any schema is made: each takes its words then.
field_words.speak()
