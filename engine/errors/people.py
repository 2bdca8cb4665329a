"""Who files for whom, who takes the result, and who may not work on what is their own."""

from engine.errors.kinds import Conflict, Forbidden, Invalid


class AuthorisationMissing(Invalid):
    """Who files for another says by which paper: what it is, its number and its date."""

    code = "authorisation_missing"
    message = "Nộp thay chủ hồ sơ thì phải ghi đủ giấy ủy quyền: {what}."


class OrganisationNumberMissing(Invalid):
    """A dossier of an enterprise or another organisation tells that one's own number."""

    code = "organisation_number_missing"
    message = (
        "Chủ hồ sơ là tổ chức: hãy ghi mã số doanh nghiệp (mã số thuế), là cơ quan nhà nước thì "
        "ghi mã định danh cơ quan (ví dụ H41.102.01); không dùng số định danh của người nộp."
    )


class NothingToAuthorise(Invalid):
    """The submitter is the owner: nobody stands in for anybody."""

    code = "nothing_to_authorise"
    message = (
        "Người nộp chính là chủ hồ sơ ({name}), không cần giấy ủy quyền. "
        "Nếu nộp thay thì hãy ghi chủ hồ sơ là người khác."
    )


class AuthorisationFailed(Conflict):
    """A dossier is not received on an authorisation that does not pass."""

    code = "authorisation_failed"
    message = (
        "Giấy ủy quyền không đạt thì chưa tiếp nhận được hồ sơ. "
        "Hãy yêu cầu bổ sung giấy ủy quyền, hoặc từ chối tiếp nhận."
    )


class NotTheOwner(Forbidden):
    """Who filed for the owner doesn't withdraw the dossier, nor is its result given to them."""

    code = "not_the_owner"
    message = (
        "Hồ sơ này nộp thay theo ủy quyền, việc này là của chủ hồ sơ: "
        "bằng tài khoản của chủ hồ sơ, hoặc tại {unit}."
    )


class TakerOwnsDossier(Invalid):
    """Work on a dossier is given to nobody who is its owner or submitter."""

    code = "taker_owns_dossier"
    message = "Đây là hồ sơ của chính {name}. Hãy chọn người khác."


class TakerPrepared(Invalid):
    """The decision on a case is given to nobody who prepared it, where a rule says so."""

    code = "taker_prepared"
    message = (
        "{name} đã làm bước “{step}” của hồ sơ này nên người khác quyết định ({basis}). "
        "Hãy chọn người khác."
    )


class OwnDossier(Forbidden):
    """Nobody works on a dossier of which they are the owner or the submitter."""

    code = "own_dossier"
    message = (
        "Đây là hồ sơ của chính bạn: người khác cùng vị trí xử lý. "
        "Bạn nộp và theo dõi hồ sơ bằng tài khoản công dân."
    )


class TakerUnnamed(Invalid):
    """Nobody is named to whom papers went back."""

    code = "taker_unnamed"
    message = "Hãy ghi trả lại giấy tờ cho ai: họ tên, số giấy tờ của người nhận."


class PapersHeld(Conflict):
    """A withdrawn dossier holds papers that nobody gave back (decree 118/2025 art. 21)."""

    code = "papers_held"
    message = (
        "Hồ sơ còn giữ bản giấy: {papers}. Hãy ghi trả lại bản giấy cho người nộp rồi mới "
        "kết thúc hồ sơ."
    )


class TakerUnknown(Invalid):
    """Nobody is named who takes the result, or one that this dossier hasn't."""

    code = "taker_unknown"
    message = (
        "Hãy chọn ai nhận kết quả: chủ hồ sơ, người nộp thay, hay người khác có giấy ủy quyền."
    )


class NotYourNumber(Forbidden):
    """A citizen files under a number that is not their account's, and shows no paper for it."""

    code = "not_your_number"
    message = (
        "Số định danh của {who} không phải số của tài khoản bạn đang dùng. "
        "Nộp cho mình thì ghi số của mình; nộp thay người khác thì chọn nộp theo ủy quyền."
    )


class TakerNotChosen(Invalid):
    """Somebody is named who brings a paper, and another is chosen as who takes the result."""

    code = "taker_not_chosen"
    message = (
        "Đã ghi người nhận thay “{name}” nhưng chưa chọn “Người khác nhận”: "
        "hãy chọn, hoặc để trống các ô người nhận thay."
    )


class TakerUnproven(Invalid):
    """Another than the owner takes a result by a paper: their name, number and the paper."""

    code = "taker_unproven"
    message = "Người khác nhận kết quả thì phải ghi đủ: {what}."


class RequestUnproven(Invalid):
    """The counter withdraws or adjusts for the owner: who asked, by which paper, its scan."""

    code = "request_unproven"
    message = "Làm thay chủ hồ sơ tại quầy thì phải có đề nghị của chủ hồ sơ: {what}."


class TakerNumberWrong(Invalid):
    """Who takes a result for its owner has a number of identity, or of a passport."""

    code = "taker_number_wrong"
    message = (
        "Số định danh người nhận có đúng 12 chữ số, ghi như trên thẻ căn cước; "
        "người nước ngoài ghi số hộ chiếu, ví dụ C1234567."
    )


class TakerIsOwner(Invalid):
    """Another than the owner takes a result, and shows the owner's own identity number."""

    code = "taker_is_owner"
    message = (
        "Đây là số định danh của chủ hồ sơ. Chủ hồ sơ tự nhận thì chọn “Chủ hồ sơ nhận”; "
        "người khác nhận thì ghi số của chính người đó."
    )


class PaperNotHeld(Invalid):
    """A paper that is to be used again is none of the owner's that are held."""

    code = "paper_not_held"
    message = "Giấy tờ chọn dùng lại không có trong hồ sơ trước của chủ hồ sơ. Hãy gửi tệp."


class HeldAlready(Invalid):
    """Papers that agencies hold already are asked for again only with a reason."""

    code = "held_already"
    message = (
        "Cơ quan đã có: {names}. Lấy từ hồ sơ đó, đừng yêu cầu lại; "
        "nếu vẫn phải yêu cầu thì ghi lý do, việc này được ghi lại và giám sát."
    )
