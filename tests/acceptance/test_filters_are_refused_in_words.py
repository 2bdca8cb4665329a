"""A list that is asked for what there isn't says so: never everything, never nothing at all."""

import pytest
from flask import Flask

from tests.client import Api
from tests.town import PROVINCE, Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADDRESSES = (
    *("/tat-ca-ho-so?dv=nope", "/tat-ca-ho-so?thu-tuc=zz", "/tat-ca-ho-so.csv?dv=nope"),
    *("/tat-ca-ho-so?gd=zz", "/tat-ca-ho-so?trang-thai=zz", "/tat-ca-ho-so?tu-ngay=zz"),
    *("/qua-han?loc=zz", "/qua-han?dv=nope", "/qua-han/nguyen-nhan?tt=zz"),
    *("/tra-ket-qua?loc=zz", "/tra-ket-qua?dv=nope", "/viec?ds=zz", "/viec?han=zz"),
    *("/quan-tri/quy-dinh?loc=zz", "/quan-tri/quy-dinh?loai=zz", "/quan-tri/quy-dinh?tt=zz"),
    *("/quan-tri/quy-dinh?dv=nope", "/quan-tri/don-vi?ngay=zz", "/quan-tri/danh-muc?sau=zz"),
    *("/tai-khoan?loc=zz", "/tai-khoan?dv=nope", "/vi-tri-trong?dv=nope", "/su-co?loc=zz"),
    *("/noi-chua-nhan?tt=zz", "/dang-nhap/nhat-ky?loai=zz", "/quyen?ten=hieu.ph&ngay=zz"),
    "/quy-trinh?loc=zz",
    "/quy-trinh?trang=zz",
)


def test_a_filter_with_a_value_that_there_is_not_is_refused_with_no_rows(
    app: Flask, town: Town
) -> None:
    ref = town.case(town.file().case_id).submission_number
    names = ("quan.dm", "dung.hn", "linh.ntk")
    people = [Api(app, f"{one}@{PROVINCE}").client for one in names]
    for address in ADDRESSES:
        answers = (one.get(address) for one in people)
        told = next(one for one in answers if one.status_code not in (403, 404))
        assert told.status_code == 422, (address, told.status_code)
        assert any(word in told.text for word in ("zz", "nope")), address
        assert ref not in told.text, address
