"""A receipt survives handwriting and phones; a slip of the finger never opens another's case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caunoi.pure.receipts import CHECKS, DIGITS, Reason, ReceiptProblem, check_symbol, new_receipt, parse, shown

pytestmark = pytest.mark.pure

TEN_BYTES = st.binary(min_size=10, max_size=10)
KNOWN = bytes(range(10))


def compact(canonical: str) -> str:
    return canonical + check_symbol(canonical)


def problem(text: str) -> ReceiptProblem:
    with pytest.raises(ReceiptProblem) as caught:
        parse(text)
    return caught.value


def test_the_same_bytes_give_the_same_receipt():
    assert new_receipt(KNOWN) == "000G40R40M30E209"
    assert shown(new_receipt(KNOWN)) == "000G-40R4-0M30-E209-Y"


def test_the_check_symbol_is_the_number_modulo_37():
    number = int.from_bytes(KNOWN, "big")
    assert check_symbol(new_receipt(KNOWN)) == CHECKS[number % 37]


@given(TEN_BYTES)
def test_what_is_shown_can_be_typed_again(data):
    assert parse(shown(new_receipt(data))) == new_receipt(data)


@given(TEN_BYTES, TEN_BYTES)
def test_other_bytes_give_another_receipt(one, other):
    assert (new_receipt(one) == new_receipt(other)) == (one == other)


@given(TEN_BYTES, st.integers(0, 16), st.sampled_from(CHECKS))
def test_one_wrong_symbol_is_noticed(data, place, symbol):
    right = compact(new_receipt(data))
    wrong = right[:place] + symbol + right[place + 1 :]
    if wrong == right:
        assert parse(wrong) == right[:16]
    else:
        assert problem(wrong).reason in {Reason.CHECK, Reason.SYMBOL}


@given(TEN_BYTES, st.integers(0, 15))
def test_neighbours_exchanged_are_noticed(data, place):
    right = compact(new_receipt(data))
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if wrong != right:
        assert problem(wrong).reason in {Reason.CHECK, Reason.SYMBOL}


@pytest.mark.parametrize(
    "typed",
    [
        "000g-40r4-0m30-e209-y",
        "000G40R40M30E209Y",
        " 000G 40R4\n0M30 E209 Y ",
        "OOOG–40R4–OM3O–E2O9–Y",
        "ooog.4or4.om3o.e2o9.y",
        "000G-40R4-0M30-E209-Y",
        "０００Ｇ40R40M30E209Y",
    ],
)
def test_it_is_read_as_people_write(typed):
    assert parse(typed) == "000G40R40M30E209"


def test_i_and_l_are_read_as_one():
    canonical = new_receipt(bytes.fromhex("08421084210842108421"))
    assert canonical == "1111111111111111"
    assert parse("Il1i" * 4 + check_symbol(canonical)) == canonical


@pytest.mark.parametrize(("typed", "found"), [("", 0), ("000G-40R4-0M30-E20", 15), ("000G40R40M30E209Y6", 18)])
def test_a_missing_or_doubled_symbol_is_counted(typed, found):
    caught = problem(typed)
    assert (caught.reason, caught.found) == (Reason.LENGTH, found)


def test_symbols_that_no_code_has_are_named():
    caught = problem("000G-40R4-0M30-E2#9-Y")
    assert (caught.reason, caught.symbols, caught.is_accented) == (Reason.SYMBOL, "#", False)


def test_a_check_symbol_is_no_digit():
    caught = problem("000G-40R4-0M30-E2U9-Y")
    assert (caught.reason, caught.symbols) == (Reason.SYMBOL, "U")


def test_a_vietnamese_keyboard_is_recognised():
    caught = problem("000G-40R4-0M30-EĐ9-Y")
    assert (caught.reason, caught.symbols, caught.is_accented) == (Reason.SYMBOL, "Đ", True)
    assert problem("000G-40R4-0M30-E2Á-Y").is_accented


@pytest.mark.parametrize("size", [0, 9, 11])
def test_only_ten_bytes_make_a_receipt(size):
    with pytest.raises(ValueError, match="10 bytes"):
        new_receipt(bytes(size))


def test_the_alphabet_has_no_letters_that_look_alike():
    assert len(DIGITS) == 32
    assert not set("ILOU") & set(DIGITS)


def test_a_very_long_text_is_not_read_whole():
    assert problem("0" * 100_000).found == 400
