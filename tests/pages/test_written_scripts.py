"""Where scripts send a visitor, and what they write, in disguise or openly."""

import pytest

from kaoping.pages.writtenscripts import sends_to, written_by_script


@pytest.mark.parametrize(
    "script",
    [
        "location.href='http://d.example/'",
        'window.location = "http://d.example/"',
        "top['loc'+'ation']='http://d'+'.example/'",
        "var a='htt'+'p:\\x2f\\x2fd.example\\u002f';self.location.replace(a)",
        "location.replace(String.fromCharCode(104,116,116,112,58,47,47,100,46,101,120,97,109,112,108,101,47))",
        "document.location.assign(atob('aHR0cDovL2QuZXhhbXBsZS8='))",
    ],
)
def test_a_whole_address_is_told_however_it_is_written(script):
    assert sends_to(script) == ("http://d.example/",)


@pytest.mark.parametrize(
    "script",
    [
        "location.href='/index.html'",
        "location.href='http://www.example/s?q='+word",
        "if(location.host=='//d.example'){}",
        "var home='http://d.example/';",
        "location.reload()",
        "",
    ],
)
def test_own_pages_and_addresses_known_only_at_run_time_are_not_told(script):
    assert sends_to(script) == ()


def test_a_title_written_by_script_is_decoded():
    assert "赌场" in written_by_script("document.title=unescape('%u8d4c%u573a')")
