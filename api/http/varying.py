"""What an answer depends on besides its address."""

from flask import Response


def varies(response: Response, name: str) -> None:
    """The answer depends on this header of its request, too.

    Most answers name none before; then nothing need be read and written anew.
    """
    if "Vary" in response.headers:
        response.vary.add(name)
    else:
        response.headers["Vary"] = name
