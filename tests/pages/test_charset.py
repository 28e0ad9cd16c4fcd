import pytest

from kaoping.pages.charset import decode

WORDS = "<html><head><title>政务公开</title></head><body>养老服务栏目更新情况通报。</body></html>"


class TestDecode:
    @pytest.mark.parametrize(
        ("codec", "declared", "name"),
        [
            ("utf-8", "utf-8", "utf-8"),
            ("utf-8", "gb2312", "utf-8"),
            ("gb18030", "utf-8", "gb18030"),
            ("gb18030", "gb2312", "gb18030"),
            ("gb18030", "", "gb18030"),
            ("gb18030", "iso-8859-1", "gb18030"),
            ("utf-8", "no-such-name", "utf-8"),
            ("utf-16-le", "", "utf-16-le"),
            ("utf-16-be", "utf-8", "utf-16-be"),
            ("utf-16", "gbk", "utf-16-le"),
            ("utf-8-sig", "gbk", "utf-8"),
        ],
    )
    def test_the_words_come_out_whatever_was_declared(self, codec, declared, name):
        header = f"text/html; charset={declared}" if declared else "text/html"

        decoded = decode(WORDS.encode(codec), header)

        assert decoded.text == WORDS
        assert decoded.name == name

    def test_the_markup_declares_where_the_header_is_silent(self):
        body = '<meta http-equiv="Content-Type" content="text/html; charset=big5">政府資訊公開'.encode("big5")

        assert "政府資訊公開" in decode(body).text

    def test_utf7_is_never_decoded_as_such(self):
        decoded = decode(b"+ADw-script+AD4-", "text/html; charset=utf-7")

        assert "<script" not in decoded.text

    def test_a_few_bad_bytes_are_replaced_and_told(self):
        decoded = decode(WORDS.encode() * 10 + b"\xff\xfe" + WORDS.encode(), "text/html; charset=utf-8")

        assert decoded.name == "utf-8"
        assert decoded.notes

    def test_control_characters_and_nul_are_gone(self):
        decoded = decode("甲\x00乙\x1b\x7f丙".encode())

        assert decoded.text == "甲乙丙"

    def test_a_character_cut_at_the_end_does_not_unmake_utf8(self):
        assert decode(WORDS.encode()[:-22] + "政".encode()[:2]).name == "utf-8"
