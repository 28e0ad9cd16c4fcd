"""Text from outside as lists and reports may show it: nothing invisible, nothing that runs as a formula."""

import unicodedata

# Spelled out, for few fonts hold the control pictures (U+2400 and on).
C0 = (
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR",
    "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
    "FS", "GS", "RS", "US",
)  # fmt: skip
NAMES = {
    **dict(enumerate(C0)),
    0x7F: "DEL",
    0x00AD: "SHY",
    0x061C: "ALM",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
BLANKS = frozenset("\t\n\r\x0b\x0c\x85\u2028\u2029")
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
# "<r>" is here because the writer of workbooks takes such text for ready markup.
UNSAFE_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "<r>")


def shown(text: str) -> str:
    """
    The text as it may stand in a report: line breaks and tabs become a space, other control,
    bidi and zero-width characters a visible name (``⟨NUL⟩``, ``⟨RLO⟩``), lone surrogates and
    noncharacters their code point (``⟨U+D800⟩``).

    The result can always be encoded as UTF-8 and stands in XML 1.0 as it is.
    """
    if text.isprintable():
        return text
    return "".join(_shown_character(character) for character in text)


def _shown_character(character: str) -> str:
    if character.isprintable():
        return character
    if character in BLANKS:
        return " "
    code = ord(character)
    if code in NAMES:
        return f"⟨{NAMES[code]}⟩"
    is_nonsense = (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    if is_nonsense or unicodedata.category(character) in HIDDEN_CATEGORIES:
        return f"⟨U+{code:04X}⟩"
    return character


def harmless(text: str) -> str:
    """
    The text as shown, led by an apostrophe where a spreadsheet (or the CSV that someone saves from it) could
    take it for a formula.
    """
    if text[:1].isalnum() and text.isprintable():
        return text
    visible = shown(text)
    if text.lstrip(" ").startswith(UNSAFE_STARTS) or visible.lstrip().startswith(UNSAFE_STARTS):
        return f"'{visible}"
    return visible
