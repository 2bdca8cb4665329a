"""The frozen rows that queries return and that pages and the API show.

Instants are aware datetimes. Texts are Vietnamese and ready to show; codes stay beside them.
"""
