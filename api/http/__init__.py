"""What pages and API share: the request's transaction, sign-in, CSRF, problem details."""

from api.http.csrf import csrf_token
from api.http.parts import Parts, now, oldest_draft, parts, today
from api.http.receipts import proof
from api.http.signing import person, require, sign_in, sign_out
from api.http.transaction import asking, reading, rehearsing, writing

__all__ = [
    "Parts",
    "asking",
    "csrf_token",
    "now",
    "oldest_draft",
    "parts",
    "person",
    "proof",
    "reading",
    "rehearsing",
    "require",
    "sign_in",
    "sign_out",
    "today",
    "writing",
]
