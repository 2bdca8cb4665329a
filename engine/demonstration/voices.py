"""What people of the demonstration say: ratings of their cases, petitions; by real acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.acts import do
from engine.demonstration.going_on import going_on
from engine.demonstration.living import SEED, Cast
from engine.life import states_with
from engine.organisation.tree import setting_of
from engine.petitions.accept_petition import accept_petition
from engine.petitions.answer_petition import answer_petition, publish_petition
from engine.petitions.ask_sender import ask_sender
from engine.petitions.file_petition import file_petition
from engine.ports import DocumentStore
from engine.publishing.doers import head_over
from engine.publishing.walk import CITIZEN
from engine.routing.as_it_stands import day_of
from engine.store.cases import Case
from engine.store.organisation import Province
from engine.store.petitions import Petition

RATE = "rate"


@dataclass(frozen=True, slots=True)
class Story:
    """A petition sent so many days ago, and what was done about it."""

    kind: str
    content: str
    name: str | None
    ago: int
    acts: tuple[str, ...] = ()
    said: str = ""


STORIES: tuple[Story, ...] = (
    Story("report", "Máy lấy số ở Trung tâm hỏng, phải chờ không biết đến lượt.", None, 1),
    Story("complaint", "Tôi phải đến ba lần mới nộp được hồ sơ.", "Nguyễn Thị Lan", 6),
    Story(
        "complaint",
        "Hồ sơ của tôi quá hẹn mà không ai báo.",
        "Trần Văn Hùng",
        4,
        ("accept",),
    ),
    Story(
        "report",
        "Bảng niêm yết phí khác với số tiền phải nộp.",
        None,
        5,
        ("accept", "ask"),
        "Đề nghị cho biết thủ tục nào, ngày nào.",
    ),
    Story(
        "proposal",
        "Nên nhận hồ sơ cả sáng thứ Bảy.",
        "Hồ Thị Nga",
        8,
        ("accept", "answer"),
        "Cảm ơn kiến nghị. Trung tâm sẽ thử nhận hồ sơ sáng thứ Bảy từ tháng sau.",
    ),
    Story(
        "proposal",
        "Nên gửi tin nhắn khi có kết quả.",
        "Lê Văn Bình",
        12,
        ("accept", "answer", "publish"),
        "Đã gửi tin nhắn khi có kết quả từ tháng này.",
    ),
)
OF_TEN = 4
"""So many of ten applicants say anything."""
SAID: tuple[Mapping[str, object], ...] = (
    {"score": "satisfied"},
    {"score": "satisfied", "words": "Cán bộ hướng dẫn dễ hiểu, tôi nộp một lần là xong."},
    {"score": "satisfied", "rated": {"manners": "satisfied", "in_time": "satisfied"}},
    {"score": "neutral", "rated": {"waiting": "neutral", "finding": "dissatisfied"}},
    {"score": "dissatisfied", "rated": {"in_time": "dissatisfied"}, "words": "Trả kết quả chậm."},
)


def bring_ratings(
    session: Session, *, store: DocumentStore, now: datetime, seed: int = SEED
) -> int:
    """Let some applicants rate what is over or has its result; how many."""
    rng = Random(f"{seed}-ratings")  # noqa: S311 - nothing secret
    citizen = Cast(session, day_of(now), rng).citizen()
    people = {person.account_id: person for person in (CITIZEN, citizen)}
    query = (
        select(Case.submission_number, Case.account_id)
        .where(Case.status.in_(states_with(RATE)), Case.account_id.in_(people))
        .order_by(Case.submission_number, Case.province_code)
    )
    made = 0
    for row in session.execute(query).all():
        if rng.randrange(10) < OF_TEN:
            person, given = people[str(row.account_id)], rng.choice(SAID)
            target = row.submission_number
            with going_on(session, f"đánh giá {target}"):
                do(session, RATE, target=target, person=person, given=given, store=store, now=now)
                made += 1
    return made


def bring_petitions(session: Session, *, now: datetime) -> int:
    """Petitions of every province at each stage, some of them late; how many."""
    made = 0
    for province in session.scalars(select(Province.code).order_by(Province.code)).all():
        setting = setting_of(session, province)
        wards = sorted(code for code, unit in setting.units.items() if unit.level == "commune")
        units = [code for code in wards if setting.agency_unit(code) == code]
        heads = [
            (code, head)
            for code in units
            if (head := head_over(session, setting, code, day_of(now))) is not None
        ]
        for (unit, head), story in zip(cycle(heads), STORIES, strict=False):
            with going_on(session, f"phản ánh, kiến nghị: {story.content}"):
                _tell(session, unit, head, story, now)
                made += 1
    return made


def _tell(session: Session, unit: str, head: Person, story: Story, now: datetime) -> None:
    """File a petition so long ago, and do what was done about it since."""
    at = now - timedelta(days=story.ago)
    sent = file_petition(
        session,
        province_code=str(head.province_code),
        kind=story.kind,
        content=story.content,
        unit_code=unit,
        name=story.name,
        now=at,
    )
    found = session.scalars(select(Petition.id).where(Petition.code == sent.code)).one()
    doing: Mapping[str, tuple[Callable[..., None], Mapping[str, str]]] = {
        "accept": (accept_petition, {"kind": story.kind}),
        "ask": (ask_sender, {"question": story.said}),
        "answer": (answer_petition, {"answer": story.said}),
        "publish": (publish_petition, {"content": story.content, "answer": story.said}),
    }
    for nth, word in enumerate(story.acts, start=1):
        act, given = doing[word]
        moment = at + timedelta(hours=20 * nth)
        act(session, petition_id=found, person=head, **given, now=moment)
