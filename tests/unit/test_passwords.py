"""Passwords are hashed slowly by the product, however fast the tests hash theirs."""

import subprocess
import sys

from engine.accounts.passwords import hash_password, matches

HASHES = "from engine.accounts.passwords import hash_password; print(hash_password('x'))"


def test_the_product_hashes_with_parameters_that_owasp_recommends_on_one_thread() -> None:
    told = subprocess.run(
        [sys.executable, "-c", HASHES], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("$argon2id$v=19$m=47104,t=1,p=1$")


def test_only_the_password_itself_matches() -> None:
    assert matches(hash_password("mật khẩu"), "mật khẩu")
    assert not matches(hash_password("mật khẩu"), "mật khâu")
    assert not matches("no hash", "mật khẩu")
