"""The JSON API, version 1. Views are sign-in, schema, transaction and one call."""
