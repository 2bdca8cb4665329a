"""What people do on the pages, in the words they read there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from engine.acts.inputs import ASSIGNEE, COMMENT
from engine.queries.demo import DemoPerson
from tests.browser.serving import Product
from tests.papers import PDF
from web.entrance.demo_path import CITIZEN
from web.entrance.demo_path import Desk as Place
from web.forms.act_inputs import control_of

TYPED = {
    "nguoi_nop_ho_ten": "Lê Văn Thành",
    "nguoi_nop_so_dinh_danh": "040185012345",
    "nguoi_nop_dien_thoai": "0912345678",
    "chu_ho_so_ngay_sinh": "14/02/1985",
    "dia_chi": "Khối 7",
    "don_vi_cong_tac": "Trung đoàn 2, Mặt trận 579",
    "tu_ngay": "01/03/1983",
    "den_ngay": "01/05/1985",
    "so_thang": "26",
}
ANSWERED = TYPED | {
    "nop_thay": "chinh_toi",
    "xa": "phuong_truong_vinh",
    "doi_tuong": "quan_nhan",
    "chien_truong": "cam_pu_chia",
    "noi_dung": "ban_than",
    "nhan_ket_qua": "dien_tu",
    "chua_huong": "on",
    "cam_ket": "on",
}

CENTRE = ("nghe_an", "phuong_truong_vinh_ttphcc", "can_bo_mot_cua")
PROOF = "giay-giay_to_chung_minh"
FLAGSHIP = "/nop/nghe_an/2.002755"


@dataclass
class Window:
    """A person's browser window."""

    page: Page
    product: Product

    def go(self, path: str) -> None:
        """Open an address of the product."""
        self.page.goto(path)

    def press(self, control: Locator) -> None:
        """Press a link or button that leads to another page, and wait until it has loaded.

        A click alone returns once the answer begins: what is read then may be half a page.
        """
        with self.page.expect_navigation():
            self.hit(control)

    def hit(self, control: Locator) -> None:
        """Press what changes something on the page."""
        control.click()

    def write(self, control: Locator, text: str) -> None:
        """Put the text into a line or box in place of what is there."""
        control.fill(text)

    def choose(self, control: Locator, value: str) -> None:
        """Choose the option with this value from a list."""
        control.select_option(value)

    def tick(self, control: Locator) -> None:
        """Choose this one of a group, or mark this box."""
        control.check()

    def become(self, desk: Place) -> None:
        """Step into the role of the demo person at a desk, from the start page."""
        person = self.product.at_desk(desk)
        self.go("/")
        button = self.page.locator(f'button[name="vai"][value="{person.username}"]')
        if not button.first.is_visible():
            self.hit(self.page.locator("#tat-ca > summary"))
        self.press(button.locator("visible=true").first)
        expect(self.page.get_by_role("button", name="Đăng xuất")).to_be_visible()

    def sign_in(self, desk: Place) -> None:
        """Be the demo person at a desk; the page that they look at is still to be opened.

        Without the start page, which days begin at: it has hundreds of roles to draw.
        """
        self.sign_in_as(self.product.at_desk(desk))

    def sign_in_as(self, person: DemoPerson) -> None:
        """Be this demo person; the page that they look at is still to be opened."""
        asked = self.page.request
        token = asked.get("/api/v1/csrf").json()["csrf_token"]
        form = {"vai": person.username, "csrf_token": token}
        assert asked.post("/vai", form=form, max_redirects=0).status == 303

    def fill_flagship(self, typed: Mapping[str, str] = TYPED) -> None:
        """Answer every question of the flagship's filing form."""
        for key, text in typed.items():
            self.write(self.page.locator(f"#f-{key}"), text)
        self.choose(self.page.locator("#f-xa"), "phuong_truong_vinh")
        self.tick(self.page.get_by_label("Quân nhân"))
        self.choose(self.page.locator("#f-chien_truong"), "cam_pu_chia")
        self.tick(self.page.locator("#f-chua_huong"))
        self.tick(self.page.locator("#f-cam_ket"))

    def prove(self) -> None:
        """Attach the one paper that the flagship always asks for."""
        self.attach_bytes(self.page.locator(f"#f-{PROOF}"))

    def attach_bytes(self, control: Locator) -> None:
        """Choose a small PDF in a file control."""
        control.set_input_files(
            {"name": "giay-to.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )

    def attach(self, field: str, folder: Path, name: str = "giay-to.pdf") -> None:
        """Choose a small PDF in a file control."""
        file = folder / name
        file.write_bytes(PDF)
        self.page.set_input_files(f"#{field}", file)

    def file_flagship(self) -> str:
        """File a flagship case as a citizen; its submission number."""
        self.sign_in(CITIZEN)
        self.go(FLAGSHIP)
        self.fill_flagship()
        self.prove()
        self.submit()
        return self.page.locator("#so-nop").inner_text()

    def submit(self) -> None:
        """Send the filing form as it stands."""
        self.press(self.page.get_by_role("button", name="Nộp hồ sơ"))

    def open_case(self, ref: str) -> None:
        """Open a case from the queue, found by its number."""
        self.go("/viec")
        self.write(self.page.locator("#q"), ref)
        self.press(self.page.get_by_role("button", name="Tìm"))
        self.press(self.page.get_by_role("link", name=ref))

    def answer(self, to: Place | None = None) -> None:
        """Give every visible required question of the step's form an answer, and an opinion.

        A step that assigns gives the work to the demo person at the desk ``to``.
        """
        page = self.page
        for group in page.locator("fieldset[aria-required=true]:visible").all():
            self.tick(group.locator("input").first)
        for ticks in page.locator("fieldset.field:has(input[type=checkbox]):visible").all():
            self.tick(ticks.locator("input").first)
        for text in page.locator("textarea[aria-required=true]:visible").all():
            self.write(text, "Đủ điều kiện.")
        self.comment("Đủ điều kiện.")
        for choice in page.locator(f"select[name={control_of(ASSIGNEE.name)}]").all():
            if not choice.input_value():
                name = self.product.at_desk(to).name if to else ""
                option = choice.locator("option:not([value=''])", has_text=name).first
                self.choose(choice, str(option.get_attribute("value")))
        for box in page.locator("input[aria-required=true]:visible").all():
            dated = "d" in (box.get_attribute("class") or "").split()
            self.write(box, "03/12/2025" if dated else "26")

    def comment(self, words: str) -> None:
        """Write an opinion on the step."""
        self.write(self.page.locator(f"#f-{control_of(COMMENT.name)}"), words)

    def decide(self, label: str | None = None) -> None:
        """Press a decision, the usual one or the one with this label; confirm it if asked."""
        decisions = self.page.locator("[data-decision]")
        self.press((decisions.filter(has_text=label) if label else decisions).first)
        again = self.page.locator("[data-confirm]")
        if again.count():
            self.press(again)
