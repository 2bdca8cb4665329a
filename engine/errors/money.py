"""Fees of a case: what is asked for, paid and given back."""

from engine.errors.kinds import Conflict, Forbidden, Invalid


class SubjectDenied(Invalid):
    """The date of birth of the dossier says that its owner is not of the group (law on fees)."""

    code = "subject_denied"
    message = (
        "Ngày sinh khai trong hồ sơ cho thấy không thuộc diện {subjects}. Hãy bỏ chọn diện đó."
    )


class SubjectProofMissing(Invalid):
    """Who files online and claims to be let off a fee sends the proof."""

    code = "subject_proof_missing"
    message = "Khai thuộc diện {subjects} thì gửi kèm giấy tờ chứng minh: {papers}."


class FeeOwed(Conflict):
    """A fee is owed: no result is given, and no dossier received whose fee comes first."""

    code = "fee_owed"
    message = "Hồ sơ còn phải nộp {owed} phí, lệ phí: phải nộp đủ và được ghi nhận trước."


class NothingDue(Conflict):
    """The case has no fee to pay."""

    code = "nothing_due"
    message = "Hồ sơ này không phải nộp phí, lệ phí."


class NothingOwed(Conflict):
    """Everything is paid, and nobody says which amount came besides."""

    code = "nothing_owed"
    message = "Hồ sơ đã nộp đủ phí, lệ phí. Nếu thu thừa, hãy ghi rõ số tiền đã thu."


class AmountWrong(Invalid):
    """An amount is whole đồng, more than nought."""

    code = "amount_wrong"
    message = "Số tiền phải là số đồng nguyên, lớn hơn 0."


class CashBeyondOwed(Invalid):
    """At the counter nobody takes more than is owed: the change is given back at once."""

    code = "cash_beyond_owed"
    message = "Không qua ngân hàng, máy quẹt thẻ thì chỉ thu đến {owed}, là số còn phải nộp."


class MeansUnknown(Invalid):
    """The way of paying is none of those there are."""

    code = "means_unknown"
    message = "Hình thức: “{given}” không phải một trong các lựa chọn."


class ReferenceMissing(Invalid):
    """What went through a bank has a number there."""

    code = "reference_missing"
    message = "Hãy ghi số chứng từ: mã giao dịch của ngân hàng hoặc máy quẹt thẻ."


class PaymentKnown(Conflict):
    """The same transaction was recorded in the case before."""

    code = "payment_known"
    message = "Chứng từ {reference} đã được ghi nhận cho hồ sơ này."


class PaymentElsewhere(Conflict):
    """Another dossier of the province has the transaction, and nobody says that both have it."""

    code = "payment_elsewhere"
    message = (
        "Chứng từ {reference} đã ghi ở hồ sơ {ref}. Nếu một lần chuyển tiền là của cả hai hồ sơ, "
        "hãy chọn “Có” ở “Chứng từ đã ghi ở hồ sơ khác” rồi ghi lại."
    )


class NothingPaid(Conflict):
    """There is no money to give back: nothing was recorded, or all was given back."""

    code = "nothing_paid"
    message = "Không có khoản đã thu nào để hoàn."


class RefundBeyondPaid(Invalid):
    """More than was paid is not given back."""

    code = "refund_beyond_paid"
    message = "Chỉ hoàn được đến {kept}, là số đã thu và chưa hoàn."


class ReceiverMissing(Invalid):
    """Money is given back to somebody, whom the slip names."""

    code = "receiver_missing"
    message = "Hãy ghi hoàn cho ai."


class PaymentUnknown(Invalid):
    """No such record of the case that counts."""

    code = "payment_unknown"
    message = "Không có phiếu thu, phiếu hoàn nào như vậy, hoặc phiếu đã hủy."


class RefundedAlready(Conflict):
    """What was given back of a payment has to be cancelled before it."""

    code = "refunded_already"
    message = "Khoản này đã hoàn cho người nộp: hủy phiếu hoàn trước."


class OwnRecord(Forbidden):
    """Who recorded money does not cancel the record alone."""

    code = "own_record"
    message = "Người đã ghi phiếu không tự hủy được: cần người khác của quầy."


class SurplusHeld(Conflict):
    """Money came beyond the fee: no law lets anybody keep it."""

    code = "surplus_held"
    message = "Đã thu thừa {surplus}: ghi hoàn phần thừa trước, rồi xác nhận."


class FeeBackDiffers(Conflict):
    """What is said of the fee of a withdrawn case is not what the records say."""

    code = "fee_back_differs"
    message = "Theo sổ thu: {recorded}. Hoàn phí thì ghi hoàn phí trước, rồi xác nhận."
