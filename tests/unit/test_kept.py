"""What a process keeps of files is bounded: the longest unused goes first."""

from engine.files.kept import Kept


def test_the_longest_unused_goes_first_when_more_comes_than_is_kept() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    kept.keep("c", 3)
    assert kept.known("abc") == {"a": 1, "c": 3}


def test_values_are_weighed_together_and_one_too_heavy_is_given_back_not_kept() -> None:
    kept: Kept[str, bytes] = Kept(10, len)
    kept.keep("a", b"12345")
    kept.keep("a", b"1234")
    kept.keep("b", b"123456")
    assert set(kept.known("ab")) == {"a", "b"}
    assert kept.keep("c", b"1" * 11) == b"1" * 11
    assert (len(kept), kept.get("c")) == (2, None)
