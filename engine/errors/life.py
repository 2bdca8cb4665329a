"""The legal life of a case: what may be asked of an applicant, and when."""

from engine.errors.kinds import Conflict, Forbidden, Invalid, NotFound


class NotYourCase(Forbidden):
    """Only who filed the case, or an officer of the unit that received it, may do this."""

    code = "not_your_case"
    message = "Chỉ người nộp hồ sơ, hoặc cán bộ {unit} nhận tại quầy, làm được việc này."


class ProofMissing(Forbidden):
    """Only the secret code of the receipt stands for its applicant in an act."""

    code = "proof_missing"
    message = "Cần mã tra cứu bí mật trên giấy hẹn. Không có, hãy đăng nhập hoặc đến nơi đã nộp."


class OfficerBySecret(Forbidden):
    """An officer is signed in: they print receipts, and never act by what stands on one."""

    code = "officer_by_secret"
    message = (
        "Bạn đang đăng nhập bằng tài khoản cán bộ, nên không rút hồ sơ, đánh giá hay bổ sung thay "
        "người dân bằng mã bí mật. Người dân đến quầy thì làm ở trang của hồ sơ, có đề nghị của "
        "họ; việc của chính bạn thì đăng xuất, rồi làm như mọi người dân."
    )


class NotSure(Invalid):
    """What can't be taken back is done only after the person says so."""

    code = "not_sure"
    message = "Chưa làm gì cả: hãy đánh dấu ô “Tôi hiểu…” ở trên nút."


class FeeBackUnknown(Invalid):
    """Whether the fee was given back is none of the answers there are."""

    code = "fee_back_unknown"
    message = "Phí, lệ phí: “{given}” không phải một trong các lựa chọn."


class NotAtReception(Conflict):
    """Only a filing is refused, at the step that receives it; later a refusal is a result."""

    code = "not_at_reception"
    message = "Chỉ từ chối được ở bước tiếp nhận. Sau đó, từ chối là một kết quả giải quyết."


class NotAtDecision(Conflict):
    """A dossier is refused after its appraisal by whoever decides it, at that step."""

    code = "not_at_decision"
    message = "Từ chối giải quyết được ở bước quyết định: người ký kết quả từ chối."


class PreparedItYourself(Conflict):
    """Whoever did a step that prepares a case doesn't decide it, where a rule says so."""

    code = "prepared_it_yourself"
    message = (
        "Bạn đã làm bước “{step}” của hồ sơ này nên người khác quyết định ({basis}): "
        "trả lại việc để người cùng vị trí ký, hoặc giao lại."
    )


class SupplementOnce(Conflict):
    """A supplement was asked for before: it is asked for once (decree 118/2025 art. 16.3)."""

    code = "supplement_once"
    message = "Hồ sơ này đã được yêu cầu bổ sung một lần; không được yêu cầu lần nữa."


class PapersUnjudged(Invalid):
    """A supplement is asked for after every paper was judged; some were not."""

    code = "papers_unjudged"
    message = "Hãy xét từng giấy tờ. Chưa xét: {names}."


class PaperUnknown(Invalid):
    """A paper that is no component of the procedure, or was not asked for."""

    code = "paper_unknown"
    message = "Giấy tờ “{name}” không có trong danh sách này."


class PaperNotThere(Invalid):
    """A paper that nobody handed in is called wrong or outdated."""

    code = "paper_not_there"
    message = "Chưa ai nộp: {names}. Giấy tờ chưa có thì xét là còn thiếu, không phải chưa đúng."


class PaperThere(Invalid):
    """A paper that was handed in is called missing."""

    code = "paper_there"
    message = "Đã có trong hồ sơ: {names}. Giấy tờ đã nộp thì xét là chưa đúng hoặc hết hiệu lực."


class OtherIsComponent(Invalid):
    """What is asked for outside the components is one of them, to be judged in its own row."""

    code = "other_is_component"
    message = "“{name}” là thành phần hồ sơ: hãy xét ở dòng của giấy tờ này, không ghi ở mục khác."


class NothingAsked(Invalid):
    """Every paper passes and nothing else is asked for: there is nothing to supplement."""

    code = "nothing_asked"
    message = "Chưa có giấy tờ nào không đạt. Hãy chọn giấy tờ phải bổ sung."


class TodoMissing(Invalid):
    """A paper does not pass, and nobody says what the applicant has to do."""

    code = "todo_missing"
    message = "Hãy ghi rõ người nộp phải làm gì với: {names}."


class OtherBasisMissing(Invalid):
    """A paper outside the components of the procedure needs a legal basis (art. 5)."""

    code = "other_basis_missing"
    message = (
        "Giấy tờ ngoài thành phần hồ sơ chỉ được yêu cầu khi có căn cứ pháp luật: hãy ghi căn cứ."
    )


class SupplementTooLate(Conflict):
    """The term for asking after the reception is over and no sector law is named (art. 19.5)."""

    code = "supplement_too_late"
    message = (
        "Chỉ được yêu cầu bổ sung đến {until} ({basis}). Nếu luật chuyên ngành cho phép muộn hơn, "
        "hãy ghi căn cứ; phiếu sẽ ghi là yêu cầu muộn."
    )


class PaperLostHere(Invalid):
    """The agency lost or spoiled the paper: it brings it back itself (art. 23.2)."""

    code = "paper_lost_here"
    message = (
        "Cơ quan đã làm mất, hỏng: {names}. Cơ quan tự lo có lại, không yêu cầu người nộp bổ sung; "
        "có lại thì ghi “Đã có lại giấy tờ bị mất”."
    )


class SupplementIncomplete(Invalid):
    """Not every paper that was asked for came: an answer is complete."""

    code = "supplement_incomplete"
    message = "Còn thiếu {count} giấy tờ được yêu cầu: {names}."


class AnswerTooLate(Conflict):
    """The applicant's time for the supplement is over (decree 118/2025 art. 19.5)."""

    code = "answer_too_late"
    message = "Thời hạn bổ sung đã hết lúc {until}: hồ sơ dừng giải quyết, hãy nộp hồ sơ mới."


class DayOff(Invalid):
    """A day was promised on which nobody works: the next one is named, none is moved unseen."""

    code = "day_off"
    message = "{label}: {day} là ngày nghỉ. Ngày làm việc tiếp theo là {next}."


class GuidanceUnknown(Invalid):
    """A slip without a dossier guides or refuses, and nothing else."""

    code = "guidance_unknown"
    message = "Hãy chọn loại phiếu: phiếu hướng dẫn, hoặc phiếu từ chối tiếp nhận."


class GuidanceNotFound(NotFound):
    """No such slip, or the officer's unit did not give it out."""

    code = "guidance_not_found"
    message = "Không tìm thấy phiếu này ở đơn vị của bạn."


class AuthorityMissing(Invalid):
    """A filing is refused for want of authority, and nobody says whose it is (art. 17.2a)."""

    code = "authority_missing"
    message = "Hồ sơ không thuộc thẩm quyền: hãy chọn hoặc ghi cơ quan đúng thẩm quyền."


class AuthorityUnclear(Invalid):
    """The agency that has the authority is none of the province's, nor named as agencies are."""

    code = "authority_unclear"
    message = (
        "Hãy chọn một cơ quan trong danh sách, hoặc để trống danh sách và ghi tên đầy đủ của cơ "
        "quan ngoài tỉnh, như “Sở Nội vụ tỉnh Hà Tĩnh”: “{name}” chưa rõ là cơ quan nào."
    )


class AuthorityNotAsked(Invalid):
    """A filing is refused for another cause, and an agency is named that has the authority."""

    code = "authority_not_asked"
    message = (
        "Đã ghi cơ quan đúng thẩm quyền “{name}” nhưng chưa chọn “Không thuộc thẩm quyền”: "
        "hãy chọn, hoặc để trống ô cơ quan."
    )


class CauseUnknown(Invalid):
    """Why a filing is refused is none of the causes there are."""

    code = "cause_unknown"
    message = "Hãy chọn vì sao từ chối. Không có lựa chọn “{given}”."


class NoPapersHere(Conflict):
    """No papers of the case wait at the counter to be sent on."""

    code = "no_papers_here"
    message = "Hồ sơ không có giấy tờ bản giấy đang chờ chuyển."


class NoPapersComing(Conflict):
    """No papers of the case are on their way."""

    code = "no_papers_coming"
    message = "Không có giấy tờ bản giấy nào đang trên đường chuyển đến."


class CarrierMissing(Invalid):
    """Papers are handed to somebody, whom the slip of control names."""

    code = "carrier_missing"
    message = "Hãy ghi giao giấy tờ cho ai: họ tên, đơn vị, hoặc số bưu gửi."


class PapersOnTheirWay(Conflict):
    """The papers are with a carrier: who is to have them takes them before they go back."""

    code = "papers_on_their_way"
    message = "Giấy tờ đang trên đường đến {unit}: nơi đó ghi đã nhận rồi mới trả lại được."


class ContentMissing(Invalid):
    """A unit is asked for an opinion, and nobody says on what."""

    code = "content_missing"
    message = "Hãy ghi nội dung xin ý kiến."


class MannerUnknown(Invalid):
    """The way of asking is none of those there are."""

    code = "manner_unknown"
    message = "Hãy chọn cách hỏi. Không có lựa chọn “{given}”."


class UnitNotAsked(Invalid):
    """No such unit that could be asked from here today."""

    code = "unit_not_asked"
    message = "Hãy chọn đơn vị được hỏi trong danh sách. Không hỏi được “{unit}”."


class AskedAlready(Conflict):
    """The unit was asked and has not answered yet."""

    code = "asked_already"
    message = "{unit} đã được hỏi và chưa trả lời."


class PaperInTurn(Conflict):
    """On paper, units are asked one after another (decree 118/2025 art. 20.2)."""

    code = "paper_in_turn"
    message = "Bản giấy chuyển lần lượt: hãy chờ {unit} trả lời, hoặc hỏi bằng bản điện tử."


class TermNotAhead(Invalid):
    """The last day for an answer is over already."""

    code = "term_not_ahead"
    message = "Hạn trả lời phải ở phía trước."


class TermBeyondDue(Invalid):
    """The case's own time runs on: an opinion that comes after it helps nobody."""

    code = "term_beyond_due"
    message = "Hạn trả lời phải trước hạn trả của hồ sơ ({due}): thời hạn vẫn chạy khi xin ý kiến."


class NotAsked(Forbidden):
    """The person's unit was not asked, or has answered."""

    code = "not_asked"
    message = "Đơn vị của bạn không được hỏi ý kiến về hồ sơ này, hoặc đã trả lời."


class OwnQuestion(Forbidden):
    """Who asked for the opinion has a post in the asked unit too: nobody answers themselves."""

    code = "own_question"
    message = "Chính bạn đã xin ý kiến này: người khác của đơn vị được hỏi phải trả lời."


class OpinionNotAwaited(Invalid):
    """The case has no such question to a unit that waits for its answer."""

    code = "opinion_not_awaited"
    message = "Hồ sơ không có câu hỏi nào như vậy đang chờ trả lời."


class OpinionMissing(Invalid):
    """An answer says something."""

    code = "opinion_missing"
    message = "Hãy ghi ý kiến của đơn vị."


class HaltUnknown(Invalid):
    """A case is suspended or stopped, and nothing else."""

    code = "halt_unknown"
    message = "Hãy chọn tạm dừng hay dừng, và căn cứ. Không có lựa chọn “{given}”."


class GroundUnknown(Invalid):
    """The ground is not in the catalogue of the day; an outage of a system is none."""

    code = "ground_unknown"
    message = "Hãy chọn căn cứ trong danh sách: “{given}” không phải căn cứ để dừng hồ sơ."


class GroundGone(Conflict):
    """The ground of the proposal is in the catalogue no more: nothing is halted on it."""

    code = "ground_gone"
    message = "Căn cứ “{name}” không còn trong danh sách: hãy bấm không duyệt và đề nghị lại."


class HaltProposedAlready(Conflict):
    """A suspension or a stop waits for its approval already."""

    code = "halt_proposed_already"
    message = "Hồ sơ đã có đề nghị dừng đang chờ duyệt."


class NothingProposed(Conflict):
    """No suspension or stop waits for its approval."""

    code = "nothing_proposed"
    message = "Không có đề nghị dừng nào đang chờ duyệt."


class SecondPersonNeeded(Forbidden):
    """Who proposed it does not approve it (requirement R-32)."""

    code = "second_person_needed"
    message = "Người đề nghị không tự duyệt được: cần người lãnh đạo khác."


class SupplementNotYet(Conflict):
    """There is no second supplement before a first one."""

    code = "supplement_not_yet"
    message = "Hồ sơ chưa được yêu cầu bổ sung lần nào: dùng phiếu yêu cầu bổ sung thường."


class NotOverseer(Forbidden):
    """The list is for those who have its right somewhere (``engine.access``)."""

    code = "not_overseer"
    message = "Bạn chưa có quyền xem danh sách này. Ai được xem, ở đâu: hỏi quản trị tỉnh."


class DaysReversed(Invalid):
    """A list is asked for from a day that is after the one up to which it is asked for."""

    code = "days_reversed"
    message = "“Từ ngày” {first} đứng sau “đến hết ngày” {last}: hãy đổi một trong hai ngày."


class QuestionFixed(Conflict):
    """The answer decides something, or says who the people are: another one is another dossier."""

    code = "question_fixed"
    message = (
        "Hãy chọn một mục trong danh sách. Mục “{name}” không điều chỉnh được: câu này nói hồ sơ "
        "của ai, về việc gì, hoặc quyết định cách giải quyết; cần sửa thì rút hồ sơ và nộp lại."
    )


class ValueMissing(Invalid):
    """An answer is adjusted to something, never to nothing."""

    code = "value_missing"
    message = "Hãy ghi nội dung mới."


class NothingAdjusted(Invalid):
    """The new answer is the old one."""

    code = "nothing_adjusted"
    message = "Nội dung mới giống nội dung đã nộp."


class NotDoneAgain(Invalid):
    """A correction begins at a step that was done between the reception and the stored result."""

    code = "not_done_again"
    message = "Không làm lại được từ bước “{step}”: hãy chọn một bước đã làm sau tiếp nhận."


class NotSignedAnew(Invalid):
    """Who did not sign the first result has it signed anew: its signature is not theirs to use."""

    code = "not_signed_anew"
    message = "Kết quả đính chính phải được ký lại: hãy chọn bước {steps} hoặc bước trước đó."


class CorrectionOpen(Conflict):
    """The result is being corrected already."""

    code = "correction_open"
    message = "Kết quả đang được đính chính ở hồ sơ {ref}."


class CorrectsAnother(Conflict):
    """The case corrects another: what is still wrong is corrected from the first."""

    code = "corrects_another"
    message = "Hồ sơ này đính chính kết quả của hồ sơ {ref}: hãy đính chính từ hồ sơ đó."


class AlreadyDecided(Conflict):
    """The result is signed: nothing that is for the time before the decision is done any more."""

    code = "already_decided"
    message = "Kết quả đã được ký, chỉ còn lưu kho và trả: không thể “{act}” nữa."


class DestinationUnknown(Invalid):
    """The place is none where another unit decides such a dossier."""

    code = "destination_unknown"
    message = "“{place}” không phải nơi khác giải quyết được hồ sơ này."
