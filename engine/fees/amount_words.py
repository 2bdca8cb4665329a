"""An amount of đồng in words, as receipts need it: "Ba mươi lăm nghìn đồng". Pure."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {5: "lăm"}
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def in_words(amount: int) -> str:
    """The amount in words. Never negative."""
    text = f"{_number(amount)} đồng"
    return text[:1].upper() + text[1:]


def _number(amount: int) -> str:
    if amount == 0:
        return _DIGITS[0]
    high, low = divmod(amount, _BILLION)
    words = [f"{_number(high)} tỷ"] if high else []
    for place in (2, 1, 0):
        group, below = low // 1000**place % 1000, low % 1000**place
        # An empty group is read between others: a million and 500 is not a million and a half.
        if group or (words and below):
            words.append(f"{_three(group, full=bool(words))} {_GROUPS[place]}".strip())
    return " ".join(words)


def _three(group: int, *, full: bool) -> str:
    """Three digits; ``full``: also the noughts before them, after a greater group."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if ones:
            words.append(f"linh {_DIGITS[ones]}" if words else _DIGITS[ones])
        return " ".join(words)
    words.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    if ones:
        words.append("mốt" if ones == 1 and tens > 1 else _AFTER_TENS.get(ones, _DIGITS[ones]))
    return " ".join(words)
