"""What each kind of user does in a day, from the start page on, with whatever hands they have."""

from collections.abc import Callable, Mapping
from time import monotonic
from uuid import uuid4

from playwright.sync_api import Locator, expect
from sqlalchemy import select

from engine.store.cases import Case, Dossier
from tests.browser.acts import CENTRE, PROOF, TYPED, Window
from tests.client import Api, confirmed_repair
from tests.integration.jobs.procedures import file, install, task
from tests.integration.workflow.diagrams import flows, node, nodes
from tests.town import Town
from web.entrance.demo_path import CITIZEN, Desk

HEAD: Desk = ("nghe_an", "phuong_truong_vinh_vhxh", "lanh_dao_phong")
SPECIALIST: Desk = ("nghe_an", "phuong_truong_vinh_vhxh", "chuyen_vien")
LEADER: Desk = ("nghe_an", "phuong_truong_vinh", "lanh_dao_ubnd_xa")
ADMIN: Desk = ("nghe_an", "ttphcc_tinh", "quan_tri_tinh")
ADMINS = ("quan.dm@nghe_an", "hieu.ph@nghe_an")
"""Who administers the province: what one proposes the other confirms."""

DIGITS = {key: text.replace("/", "") for key, text in TYPED.items()}
"""As a telephone's keypad of digits writes dates and numbers."""
REASON = "Mức trợ cấp chưa theo bảng mức hưởng."
FOUND = "Kết quả các bước đã làm"

Day = Callable[[Window, Town], None]


def at(town: Town, element: str) -> Case:
    """A flagship case that has come to this step."""
    case_id = town.file().case_id
    town.until(case_id, element)
    return town.case(case_id)


def done(window: Window, words: str) -> None:
    """The page that says what was done."""
    expect(window.page.locator("#ket-qua")).to_contain_text(words)


def end_session(window: Window) -> None:
    """What twelve hours do: the cookie of the session is gone."""
    window.page.context.clear_cookies()


def citizen(window: Window, town: Town) -> None:
    """Finds the procedure, loses the session over a half-filled form, files, tracks."""
    page = window.page
    window.become(CITIZEN)
    window.go("/thu-tuc")
    window.write(page.locator("#q"), "tro cap mot lan")
    window.press(page.locator("form[role=search] button").first)
    window.press(page.get_by_role("link", name="Trợ cấp một lần"))
    window.press(page.get_by_role("link", name="Nộp trực tuyến"))
    window.write(page.locator("#f-dia_chi"), "Khối 9")
    window.attach_bytes(page.locator(f"#f-{PROOF}"))
    window.press(page.get_by_role("button", name="Lưu nháp"))
    expect(page.locator(".toast")).to_contain_text("Chưa gửi")
    end_session(window)
    window.become(CITIZEN)
    window.go("/thu-tuc")
    expect(page.locator("#nhap")).to_contain_text("Chưa nộp")
    window.press(page.locator("#nhap a").first)
    expect(page.locator("#f-dia_chi")).to_have_value("Khối 9")
    expect(page.locator("main")).to_contain_text("Giữ tệp đã gửi: giay-to.pdf")
    window.fill_flagship(DIGITS)
    window.submit()
    number = page.locator("#so-nop").inner_text()
    kept = filed(town, number)
    assert (kept["chu_ho_so_ngay_sinh"], kept["so_thang"]) == ("1985-02-14", 26)
    window.go("/ho-so-cua-toi")
    expect(page.locator("main")).to_contain_text(number)
    end_session(window)
    window.go("/tra-cuu")
    window.write(page.locator("#ma"), number.lower())
    window.press(page.get_by_role("button", name="Xem"))
    expect(page.locator("h1")).to_have_text("Hồ sơ đã gửi, đang chờ tiếp nhận")
    expect(page.locator("main")).not_to_contain_text(TYPED["nguoi_nop_ho_ten"])
    window.write(page.locator("#biet"), DIGITS["nguoi_nop_dien_thoai"])
    window.press(page.get_by_role("button", name="Mở", exact=True))
    expect(page.locator("main")).to_contain_text(TYPED["nguoi_nop_ho_ten"])


def filed(town: Town, number: str) -> Mapping[str, object]:
    """The answers of a filed case as they are kept."""
    with town.database.reading() as session:
        query = select(Dossier.answers).join(Case, Case.id == Dossier.case_id)
        return session.scalars(query.where(Case.submission_number == number)).one()


def receptionist(window: Window, town: Town) -> None:
    """Writes down what somebody brings to the counter, receives it, prints; forwards another."""
    page = window.page
    window.become(CENTRE)
    window.press(page.get_by_role("link", name="Tiếp nhận", exact=True))
    window.press(page.get_by_role("link", name="Nhận hồ sơ Trợ cấp một lần"))
    window.fill_flagship(DIGITS)
    window.tick(page.get_by_label("Đã nhận bản giấy: Giấy tờ chứng minh thời gian tham gia"))
    window.press(page.get_by_role("button", name="Ghi nhận hồ sơ nộp tại quầy"))
    expect(page.locator("main")).to_contain_text("Bản giấy, nhận tại quầy")
    window.attach_bytes(page.locator(f"#f-{PROOF}"))  # the scan of what was brought
    window.decide("Tiếp nhận đủ hồ sơ")
    done(window, "Người nhận tiếp")
    code = page.locator("#ma").inner_text()
    window.press(page.get_by_role("link", name="Giấy tiếp nhận và hẹn trả"))
    expect(page.locator(".a4")).to_contain_text(code)

    window.open_case(at(town, "B1").submission_number)
    window.press(page.get_by_role("button", name="Chỉ nhận việc"))
    expect(page.locator(".toast")).to_contain_text("Bạn đã nhận việc")
    window.decide("Tiếp nhận đủ hồ sơ")
    done(window, "Người nhận tiếp")
    window.press(page.get_by_role("link", name="Về danh sách việc"))


def specialist(window: Window, town: Town) -> None:
    """Examines a case, loses the session over the form, sends it after signing in again."""
    page, case = window.page, at(town, "B3")
    window.become(SPECIALIST)
    window.open_case(str(case.code))
    expect(page.locator("#h-viec")).to_contain_text("Thẩm định, dự thảo")
    window.comment("Đã xem bản gốc.")
    window.press(page.get_by_role("button", name="Lưu nháp"))
    window.answer()
    end_session(window)
    window.press(page.locator("[data-decision]").first)
    expect(page.locator(".lead")).to_contain_text("Phiên đăng nhập đã hết")
    name = window.product.at_desk(SPECIALIST).username
    window.press(page.locator(f'button[name="vai"][value="{name}"]').first)
    expect(page.locator("#nhap")).to_contain_text("Chưa gửi.")
    expect(page.locator("#f-y-kien")).to_have_value("Đủ điều kiện.")
    window.decide()
    done(window, "Đã xong: Thẩm định, dự thảo")
    assert town.task(case.id).element_id == "B4"


def head(window: Window, town: Town) -> None:
    """Gives work to a person, sends a draft back with its reason, gives work to another."""
    page, new, draft, other = window.page, at(town, "B2"), at(town, "B4"), at(town, "B3")
    window.become(HEAD)
    window.open_case(str(new.code))
    window.answer(to=SPECIALIST)
    window.decide()
    done(window, "Đã xong: Phân công thẩm định")
    assert town.task(new.id).officer_id

    window.open_case(str(draft.code))
    expect(page.get_by_role("region", name=FOUND)).to_contain_text("4.100.000 đồng")
    window.comment(REASON)
    window.decide("Trả lại chuyên viên…")
    done(window, "Đã xong: Soát dự thảo")
    assert town.task(draft.id).element_id == "B3"

    window.go(f"/viec?ds=don-vi&q={other.code}")
    window.tick(page.get_by_label(str(other.code)))
    window.press(page.get_by_role("button", name="Giao lại…"))
    colleague = window.product.everyone_at(SPECIALIST)[-1]
    option = page.locator("select[name=colleague] option", has_text=colleague.name)
    window.choose(page.locator("select[name=colleague]"), str(option.get_attribute("value")))
    window.write(page.locator("textarea[name=reason]"), "Nghỉ ốm từ hôm nay.")
    window.press(page.locator("button.main"))
    expect(page.locator("#h-kq")).to_contain_text("1 trong 1 việc đã xong")
    named = town.officer(colleague.username.partition("@")[0])
    assert town.task(other.id).officer_id == named.officer_id


def leader(window: Window, town: Town) -> None:
    """Sees what the steps before found, signs; takes over a piece of the ward's work."""
    page, paper, late = window.page, at(town, "B5"), at(town, "B3")
    window.become(LEADER)
    window.open_case(str(paper.code))
    expect(page.get_by_role("region", name=FOUND)).to_contain_text("4.100.000 đồng")
    window.decide("Ký văn bản đề nghị")
    done(window, "Đã xong: Ký văn bản đề nghị")
    assert town.task(paper.id).element_id == "B6"

    window.go(f"/viec?ds=don-vi&q={late.code}")
    window.press(page.get_by_role("link", name=str(late.code)))
    window.hit(page.locator("summary", has_text="Tự làm thay…"))
    window.write(page.locator("textarea[name=reason]:visible"), "Cần xong trong ngày.")
    window.press(page.get_by_role("button", name="Tự làm thay"))
    assert town.task(late.id).unit_code == LEADER[1]


def admin(window: Window, town: Town) -> None:
    """Finds a case that stands still with its cause, gives it the value, sees it go on."""
    cuts_a_limit(window)
    page, ref = window.page, standing(town, window)
    window.become(ADMIN)
    window.press(page.get_by_role("link", name="Quản trị", exact=True))
    window.press(page.get_by_role("link", name="Sự cố"))
    card = page.locator("section.card.now", has_text=ref)
    expect(card).to_contain_text("phải có giá trị “da_du”")
    window.write(card.get_by_label("Giá trị", exact=True), "đúng")
    window.choose(card.get_by_label("Loại"), "boolean")
    window.write(card.get_by_label("Lý do"), "Đơn bỏ trống.")
    window.press(card.get_by_role("button", name="Đề nghị ghi giá trị"))
    expect(page.get_by_role("alert")).to_be_visible()  # which paper says so?
    expect(card.get_by_label("Lý do")).to_have_value("Đơn bỏ trống.")
    window.write(card.get_by_label("Số văn bản hoặc phiếu"), "Phiếu số 7/P-VP")
    window.press(card.get_by_role("button", name="Đề nghị ghi giá trị"))
    expect(page.locator(".toast")).to_contain_text(
        f"Đã gửi người thứ hai xác nhận giá trị của hồ sơ {ref}"
    )
    expect(card).to_contain_text("Phiếu số 7/P-VP")
    first = window.product.at_desk(ADMIN).username
    (second,) = (one for one in ADMINS if one != first)
    other = Api(window.product.app, second)
    assert confirmed_repair(other, ref).status_code == 200
    window.go("/su-co")
    expect(card).to_have_count(0)


MOST_CLICKS, MOST_SECONDS = 12, 60
"""In which somebody who never read the guide cuts a limit; a machine's minute, not a person's."""


def cuts_a_limit(window: Window) -> None:
    """From the first page to the draft that goes to a second person, counting every click."""
    page, clicks = window.page, 0

    def press(control: Locator) -> None:
        nonlocal clicks
        clicks += 1
        window.press(control)

    def write(name: str, text: str) -> None:
        nonlocal clicks
        clicks += 1  # into the line
        window.write(page.locator(f'[name="{name}"]'), text)

    window.become(ADMIN)
    began = monotonic()
    press(page.get_by_role("link", name="Quản trị", exact=True))
    press(page.get_by_role("link", name="Rút ngắn thời hạn").first)
    write("tt", "2.002755")
    press(page.locator("main form button").first)
    for name, text in (
        ("value.amount", "9"),
        ("basis.number", "3901/QĐ-UBND"),
        ("basis.date", "01/12/2025"),
        ("basis.article", "Điều 1"),
        ("valid_from", "15/12/2026"),
    ):
        write(name, text)
    window.attach_bytes(page.locator('[name="van-ban"]'))
    clicks += 1
    press(page.get_by_role("button", name="Lưu nháp"))
    press(page.get_by_role("button", name="Gửi người duyệt"))
    assert clicks <= MOST_CLICKS, clicks
    assert monotonic() - began < MOST_SECONDS
    expect(page.locator("main")).to_contain_text("Chờ duyệt")


def standing(town: Town, window: Window) -> str:
    """A case whose officer has met a gateway that finds no value; its number."""
    ways = flows("s>a>x>y>e x>z>e", x__y="da_du", x__z="not(da_du)")
    gate = node("xor", "x", name="Loại gì?") + task("y") + task("z")
    code = f"9.{uuid4().int % 10**6:06d}"
    install(town, nodes("start:s end:e"), task("a"), gate, ways, code=code)
    case_id = file(town, code=code).case_id
    officer = Api(window.product.app, window.product.at_desk(CENTRE).username)
    assert officer.post(f"/tasks/{town.task(case_id).id}/complete").status_code == 422
    return town.case(case_id).submission_number


DAYS: dict[str, Day] = {
    "citizen": citizen,
    "receptionist": receptionist,
    "specialist": specialist,
    "head": head,
    "leader": leader,
    "admin": admin,
}
