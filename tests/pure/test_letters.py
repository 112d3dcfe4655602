"""Letters: what their senders said, and whether a person wrote them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caunoi.pure.letters import read_letter, text_of_html, without_history

pytestmark = pytest.mark.pure
HEAD = b"From: Lan <Lan@Example.vn>\r\nTo: phanhoi@example.vn\r\nMessage-ID: <1@example.vn>\r\n"
TEXT = "Công đoàn và người lao động của xã không được trả giấy khai sinh"


def letter(body: bytes, kind: bytes = b'text/plain; charset="utf-8"', **more: str) -> bytes:
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in more.items()).encode()
    return HEAD + extra + b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body


def test_a_plain_letter():
    read = read_letter(letter(TEXT.encode(), Subject="=?utf-8?B?R2nhuqV5IGtoYWkgc2luaA==?="))
    assert (read.sender, read.sender_name, read.message_id) == ("lan@example.vn", "Lan", "<1@example.vn>")
    assert (read.subject, read.text, read.unwanted) == ("Giấy khai sinh", TEXT, "")
    assert read.recipients == ("phanhoi@example.vn",)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (TEXT.encode("utf-16"), b"text/plain; charset=utf-16"),
        (TEXT.encode(), b"text/plain; charset=no-such-charset"),
        (TEXT.encode(), b"text/plain; charset=us-ascii"),
        ("C«ng ®oµn vµ ng­êi lao ®éng cña x· kh«ng ®­îc tr¶ giÊy khai sinh".encode("latin-1"), b"text/plain; charset=iso-8859-1"),
        ("C«ng ®oµn vµ ng­êi lao ®éng cña x· kh«ng ®­îc tr¶ giÊy khai sinh".encode("latin-1"), b"text/plain"),
        ("Coâng ñoaøn vaø ngöôøi lao ñoäng cuûa xaõ khoâng ñöôïc traû giaáy khai sinh".encode("latin-1"), b"text/plain"),
    ],
)  # fmt: skip
def test_charsets_true_and_false_and_old_fonts(data: bytes, kind: bytes):
    assert read_letter(letter(data, kind)).text == TEXT


def test_html_alone_becomes_what_a_reader_sees():
    html = "<head><style>p{}</style></head><p>Một&nbsp;cửa <b>chậm</b></p><script>alert(1)</script><ul><li>A<li>B</ul>"
    quoted = html + '<div class="gmail_quote">Vào hôm qua <div>cũ</div></div><blockquote>cũ</blockquote><p>Hết'
    assert text_of_html(quoted) == "Một cửa chậm\n\nA\nB\n\nHết"
    assert read_letter(letter(html.encode(), b"text/html; charset=utf-8")).text == "Một cửa chậm\n\nA\nB"


@pytest.mark.parametrize(
    "history",
    [
        "Vào Th 2, 16 thg 11, 2026 vào lúc 09:00 Cầu Nối <a@b.vn> đã viết:", "On Mon, 16 Nov 2026, Cầu Nối <a@b.vn> wrote:",
        "-----Original Message-----", "________________________________", "Từ: Cầu Nối <a@b.vn>", "> câu cũ", "-- ",
    ],
)  # fmt: skip
def test_only_the_senders_own_words_stay(history: str):
    assert without_history(f"Ngày 5/11.\n\nCảm ơn\n\n{history}\n> cũ") == "Ngày 5/11.\n\nCảm ơn"


def test_words_like_an_introduction_stay():
    text = "Vào ngày 5/11 tôi đến một cửa.\nTừ: nhà tôi đến xã 5 km."
    assert without_history(text) == text


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "AUTO"), ({"Auto_Submitted": "no"}, ""), ({"Precedence": "bulk"}, "LIST"),
        ({"List_Id": "<a.b>"}, "LIST"), ({"Return_Path": "<>"}, "BOUNCE"), ({"X_Spam_Flag": "YES"}, "SPAM"),
    ],
)  # fmt: skip
def test_what_no_person_wrote(headers: dict[str, str], reason: str):
    assert read_letter(letter(b"x", **headers)).unwanted == reason


@pytest.mark.parametrize("sender", [b"", b"MAILER-DAEMON@x.vn", b"no-reply@x.vn", b"noreply+1@x.vn", b"<>"])
def test_nobody_to_answer(sender: bytes):
    assert read_letter(b"From: " + sender + b"\r\n\r\nx").unwanted == "NOBODY"


def test_files_come_with_their_names():
    body = (
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nxin ch\xc3\xa0o\r\n--b\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''gi%E1%BA%A5y.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"aGVsbG8=\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: inline\r\n\r\npng\r\n--b--\r\n"
    )
    read = read_letter(letter(body, b"multipart/mixed; boundary=b"))
    assert (read.text, read.attachments[0], read.attachments[1][0]) == ("xin chào", ("giấy.pdf", b"hello"), "tep.png")


def test_references_and_a_letter_without_an_id():
    read = read_letter(b"From: a@b.vn\r\nIn-Reply-To: <2@x>\r\nReferences: <1@x>\r\n <2@x>\r\n\r\nx")
    assert read.references == ("<2@x>", "<1@x>", "<2@x>")
    assert (
        read.message_id
        == read_letter(b"From: a@b.vn\r\nIn-Reply-To: <2@x>\r\nReferences: <1@x>\r\n <2@x>\r\n\r\nx").message_id
    )
    assert len(read.message_id) == 66


PIECES = st.sampled_from(
    [
        b"From: ", b"a@b.vn", b"<", b">", b"\r\n", b"\r\n\r\n", b"Subject: =?utf-8?B?", b"?=", b"=?x?Q?=ff?=", b"\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n", b"--b--", b"Content-Type: text/html\r\n\r\n", b"<p",
        b"Content-Disposition: attachment; filename*=x''%zz\r\n", b"Content-Transfer-Encoding: base64\r\n\r\n", b"====",
        b"To: ,,;:@<>\r\n", b"Message-ID: <\r\n", b"References: <a><b\r\n", b"charset=utf-7", b"<!--", b"<![CDATA[", b"&#x110000;",
        b"Content-Type: message/rfc822\r\n\r\n", b'From: "', b"Content-Transfer-Encoding: uuencode\r\n\r\nbegin 644 x\r\n",
    ]
)  # fmt: skip


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(PIECES | st.binary(max_size=12), max_size=25))
def test_no_letter_breaks_the_reader(pieces: list[bytes]):
    read = read_letter(b"".join(pieces))
    (read.text + read.subject + read.sender_name).encode()
    assert "\0" not in read.text + read.subject
