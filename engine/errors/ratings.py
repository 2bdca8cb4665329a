"""Refusals of ratings and of petitions."""

from engine.errors.kinds import Conflict, Invalid


class ScoreUnknown(Invalid):
    """A rating, and an answer to one of its questions, is one of three."""

    code = "score_unknown"
    message = "Hãy chọn hài lòng, bình thường hoặc chưa hài lòng."


class QuestionUnknown(Invalid):
    """The question is none of those that are asked on the day."""

    code = "question_unknown"
    message = "Không có câu hỏi “{given}”."


class RatingClosed(Conflict):
    """The term in which the province lets a rating be changed is over."""

    code = "rating_closed"
    message = "Đã quá hạn sửa đánh giá ({last})."
