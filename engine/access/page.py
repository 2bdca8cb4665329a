"""The page of rights, printed from the table."""

from collections.abc import Iterator

from engine.access.rights import RIGHTS
from engine.access.roles import REACHES, ROLES, Role

HEAD = """# Rights

Who may do what. The table stands in `engine/access/roles.py`; every act, list, page, address of \
the API and command asks it through one function (`engine.access.may`), and this page is printed \
from it. Whoever has a right at several places has all of them; what nothing gives, nobody has, \
and what somebody may not see is not found.

Who has a role is dated: by a post of theirs, whose position says which, by standing in for one, \
or by a grant (`POST /access/{province}/grants`; a role in a unit and all below it, for all, one \
sector or one procedure, from a day to a day, by a paper). Posts that lead or administer, standing \
in for one, and every grant wait until a second administrator confirms \
(`GET /access/{province}/awaiting`); nobody gives or confirms their own. The operator at the \
command line needs nobody else.

What a unit is in the tree decides who leads, reads and administers it: below which unit it \
stands, its kind, its level, its identifier. Where anybody works or worked, or cases lie, at the \
unit or below it, two people change these: by a reorganisation, or a proposal of the \
configuration. An agency's administrator writes no identifier, not even of its own rooms; the \
province's do. Another calendar of such a unit waits for a second person like a post that signs.

The common catalogues say of which units an area consists and which agency is in charge of a \
sector (`catalogue.common`, one administrator of the province). Where an approved or submitted \
rule goes by the area, or somebody designs in the sector because of its agency, these rows too are \
changed by two people, by a proposal of the configuration.

Whoever handed out the last code of an account is not another person than its owner: neither \
confirms what the other gave or proposed ([ADR 29](../adr/0029-accounts-by-codes.md)).

`motcua access who PROVINCE ACT [--unit] [--procedure] [--on]` and `GET /access/{province}/who` \
say who may do something, `motcua access what NAME@PROVINCE` and \
`GET /access/{province}/what/{username}` what somebody may, on any day.

"""


def access_page() -> str:
    """The page: how far rights go, then each role with its rights."""
    reaches = "".join(f"| `{code}` | {words} |\n" for code, words in REACHES.items())
    return (
        f"{HEAD}## How far a right goes\n\n| reach | |\n|---|---|\n{reaches}\n## Roles\n\n"
        + "\n".join("".join(_role(role)) for role in ROLES.values())
    )


def _role(role: Role) -> Iterator[str]:
    yield f"### `{role.code}`: {role.title}\n\n{role.how}\n\n"
    yield "| right | | how far |\n|---|---|---|\n"
    for right, words in RIGHTS.items():
        if right in role.reaches:
            far = ", ".join(f"`{reach}`" for reach in role.reaches[right])
            yield f"| `{right}` | {words} | {far} |\n"
