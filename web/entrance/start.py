"""The first page: in demo mode whom to sign in as and what to try; else the citizen's home."""

from flask import Blueprint, render_template, request

from api.http import parts, person, reading, today
from api.http.doors import needs
from engine.queries.demo import demo_people
from web.entrance.demo_path import by_province, demo_path
from web.entrance.sign_in import place_of
from web.frame.provinces import province_names

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
@needs("public.read")
def home() -> str:
    """A newcomer's page."""
    if not parts().demo:
        return render_template("pages/home.html")
    with reading() as session:
        people = demo_people(session, today=today())
    path, search = demo_path(parts().processes, people), request.args.get("tim", "").strip()
    names = province_names(one.province_code for one in people)
    return render_template(
        "pages/start.html",
        count=len(people),
        search=search,
        groups=by_province(people, names, search),
        path=path.stages,
        personas=path.personas,
        my_place=place_of(person()),
    )
