"""Home addresses as people write them in a list."""

import re
import unicodedata

import ada_url

_AROUND = " \t<>《》“”‘’\"',;。、"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_IPV4 = re.compile(r"[0-9]+(?:\.[0-9]+){3}")


class NotAnAddress(ValueError):
    """`args[0]` says in Chinese what is wrong and what to do."""


def home_address(written: str) -> str:
    """
    The address of a home page: http:// is added where no scheme is written, full-width signs are narrowed.

    Raises:
        NotAnAddress: It cannot be the address of a website.
    """
    address = unicodedata.normalize("NFKC", written).strip(_AROUND)
    if not address or address in ("无", "暂无", "没有", "-", "/", "--"):
        raise NotAnAddress("没有填写网址;没有网站的单位请删去这一行")
    if re.search(r"\s", address) or len(re.findall("https?://", address, re.I)) > 1:
        raise NotAnAddress(f"“{_short(written)}”中有空格或多个网址,一格只写一个网址")
    address = re.sub(r"\A(https?):/*(?=[^/])", r"\1://", address, flags=re.I)
    scheme = _SCHEME.match(address)
    if scheme is None:
        address = f"http://{address}"
    elif scheme[0].lower() not in ("http://", "https://"):
        raise NotAnAddress(f"“{_short(written)}”不是 http 或 https 网址")
    return _checked(address, written)


def same_site_key(address: str) -> str:
    """Two addresses with the same key are the same home page: http and https count as one."""
    parsed = ada_url.URL(address)
    return f"{parsed.host}{parsed.pathname.rstrip('/')}{parsed.search}"


def _checked(address: str, written: str) -> str:
    advice = "请写成 www.example.gov.cn 这样的网址"
    try:
        parsed = ada_url.URL(address)
    except ValueError:
        raise NotAnAddress(f"“{_short(written)}”不是网址,{advice}") from None
    host = parsed.hostname
    if parsed.username or parsed.password:
        raise NotAnAddress(f"“{_short(written)}”中含有账号或密码,请只写网址")
    is_known = host == "localhost" or host.startswith("[") or _IPV4.fullmatch(host)
    if not is_known and ("." not in host.strip(".") or ".." in host or re.search(r"[^a-z0-9._-]", host)):
        raise NotAnAddress(f"“{_short(written)}”不是网址,{advice}")
    parsed.hash = ""
    return str(parsed.href)


def _short(written: str) -> str:
    return written if len(written) <= 60 else written[:59] + "…"
