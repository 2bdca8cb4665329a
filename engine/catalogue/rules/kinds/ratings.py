"""Kinds about ratings: how long one may be changed."""

from engine.catalogue.rules.kinds.days import Days


class RatingChangeDays(Days):
    """Working days in which an applicant may change a rating: no text fixes it."""

    code = "rating_change_days"
    name = "Số ngày được sửa đánh giá"
    asked = "Số ngày làm việc"
    said = "{} ngày làm việc từ khi đánh giá"
