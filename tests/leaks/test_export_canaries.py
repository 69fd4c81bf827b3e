"""What is hidden in a page or in JSON is found in every form that it could have.

That each check finds what it was made for is held by the matrix.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from safelog.errors import LeakFoundError
from safelog.export.leakcheck import CheckedOutputs, check_leaks
from safelog.redact.hit import Hit, Tier
from tests.unit.export.page import Export, make_export
from tests.unit.redact.world import FINDER, FRIEND, WordFinder

NAME = "Щеглову"
"""A form that stands nowhere in the account."""

PAIR = WordFinder({"Кривой Рог": (FRIEND.id, Tier.SURE)})


class Finder:
    """The invented matcher, and a name of two words of which neither is a name alone."""

    def find(self, text: str) -> tuple[Hit, ...]:
        """Find what either matcher finds."""
        return tuple(sorted((*FINDER.find(text), *PAIR.find(text)), key=lambda hit: hit.start))


EXPORT = make_export(finder=Finder())


def in_page(markup: str) -> dict[str, bytes]:
    """Return the outputs with markup added at the end of the page."""
    page = EXPORT.html.replace(b"</main>", markup.encode() + b"</main>")
    return {**EXPORT.outputs, "chronology.html": page}


def in_json(members: str) -> dict[str, bytes]:
    """Return the outputs with members added to the JSON object."""
    return {**EXPORT.outputs, "chronology.json": EXPORT.json[:-1] + f",{members}}}".encode()}


def base64_of(text: str, prefix: str = "") -> str:
    """Return base64 of a text after a prefix, which shifts its alignment."""
    return base64.b64encode((prefix + text).encode()).decode()


def tagged_png() -> str:
    """Return a PNG with a text chunk, as a data: URI."""
    out, info = io.BytesIO(), PngInfo()
    info.add_text("Author", "somebody")
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=info)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def overfull_png() -> str:
    """Return a PNG with bytes after its last row of pixels, as a data: URI."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(name + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + name + content + checksum

    header = (1).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    rows = zlib.compress(bytes(4) + NAME.encode())
    parts = (("IHDR", header), ("IDAT", rows), ("IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name.encode(), each) for name, each in parts)
    return "data:image/png;base64," + base64.b64encode(data).decode()


def broken_base64_uri() -> str:
    """Return a data: URI whose base64 is cut by a percent escape."""
    encoded = base64_of(NAME)
    return f"data:text/plain;base64,{encoded[:6]}%{ord(encoded[6]):02x}{encoded[7:]}"


def leak_in(outputs: Mapping[str, bytes], export: Export = EXPORT) -> str | None:
    """Return the check that stops these outputs, or None."""
    try:
        check_leaks(
            outputs,
            hidden=export.hidden,
            finder=export.finder,
            fixed=export.fixed,
            own=export.own,
        )
    except LeakFoundError as leak:
        return str(leak.fields["check"])
    return None


def test_an_export_without_a_leak_passes() -> None:
    """The redacted account comes through as it is."""
    checked = check_leaks(
        EXPORT.outputs, hidden=EXPORT.hidden, finder=EXPORT.finder, fixed=EXPORT.fixed
    )
    assert checked.files == EXPORT.outputs


FORMS = {
    "transliterated": "<p>Shcheglov</p>",
    "capitals": "<p>ЩЕГЛОВУ</p>",
    "split by an element": "<p>Щег<span>лову</span></p>",
    "soft element": "<p><a href='#p1'>Щег</a>лову</p>",
    "alternative text": '<img src="data:image/png;base64,AAAA" alt="Щеглову">',
    "style sheet": "<style>p::after { content: 'Щеглову' }</style>",
    "declaration": "<!ENTITY Щеглову>",
    "processing instruction": "<?note Щеглову?>",
    "after the end": "</main></body></html> Щеглову",
    "html reference, decimal": "<p>" + "".join(f"&amp;#{ord(c)};" for c in NAME) + "</p>",
    "html reference, hex": "<p>&#x429;&#x435;&#x433;&#x43b;&#x43e;&#x432;</p>",
    "json escapes in the page": "<p>\\u0429\\u0435\\u0433\\u043b\\u043e\\u0432</p>",
    "code point escapes": "<p>\\u{429}\\u{435}\\u{433}\\u{43b}\\u{43e}\\u{432}</p>",
    "latin escapes": "<p>\\x53hcheglov</p>",
    "percent signs twice": f"<p>{quote(quote(NAME))}</p>",
    "base64, shifted by one": f"<p>{base64_of(NAME, 'x ')}</p>",
    "base64, shifted by two": f"<p>{base64_of(NAME, 'x. ')}</p>",
    "base64 beside noise": f"<p>{base64_of('Щеглов', 'шшш')}</p>",
    "base64 inside a longer run": f"<p>AAA{base64_of(NAME)}</p>",
    "base64, one letter short": f"<p>{base64_of(NAME + ' !').rstrip('=')}A</p>",
    "base64 of UTF-16": f"<p>{base64.b64encode(NAME.encode('utf-16-be')).decode()}</p>",
    "base64 of CP1251": f"<p>{base64.b64encode(NAME.encode('cp1251')).decode()}</p>",
    "base64 for addresses": "<p>"
    + base64.urlsafe_b64encode(("?>?> " + NAME).encode()).decode()
    + "</p>",
    "hex, capitals": f"<p>{NAME.encode().hex().upper()}</p>",
    "hex, shifted": f"<p>a{NAME.encode().hex()}b</p>",
    "hex of KOI8-R": f"<p>{NAME.encode('koi8-r').hex()}</p>",
    "UTF-16, shifted": f"<p>x{NAME.encode('utf-16-be').decode()}x</p>",
    "style sheet escapes": f"<p>{''.join(f'{chr(92)}{ord(c):04x} ' for c in NAME)}</p>",
    "style sheet escapes before a word": "<p>"
    + "".join(f"\\{ord(c):06x}" for c in NAME)
    + " x</p>",
    "code points": f"<p>{' '.join(f'U+{ord(c):04X}' for c in NAME)}</p>",
    "code points in brackets": "<p>" + "".join(f"[U+{ord(c):04X}]" for c in NAME) + "</p>",
    "bytes of source code": "<p>" + "".join(f"\\x{byte:02x}" for byte in NAME.encode()) + "</p>",
    "octal bytes": "<p>" + "".join(f"\\{byte:03o}" for byte in NAME.encode()) + "</p>",
    "quoted printable": "<p>" + "".join(f"={byte:02X}" for byte in NAME.encode()) + "</p>",
    "hex with spaces": f"<p>{NAME.encode().hex(' ')}</p>",
    "hex with colons": f"<p>{NAME.encode('cp1251').hex(':')}</p>",
    "UTF-8 read as Windows text": f"<p>{NAME.encode().decode('cp1251', 'replace')}</p>",
    "UTF-8 read as Latin text": f"<p>{NAME.encode().decode('latin-1')}</p>",
    "read from the end": f"<p>{NAME[::-1]}</p>",
    "in a file name": "<p>photo-with-Shcheglov-near-the-house-of-his-sister-2025</p>",
    "base64 in lines": "<p>{}\n{}</p>".format(
        base64_of("x" * 46 + NAME)[:64], base64_of("x" * 46 + NAME)[64:]
    ),
    "base64 of CP866": f"<p>{base64.b64encode(NAME.encode('cp866')).decode()}</p>",
    "octets of CP1251 in an address": f"<p>{quote(NAME, encoding='cp1251')}</p>",
    "code points in an address": f"<p>{''.join(f'%u{ord(c):04x}' for c in NAME)}</p>",
    "escapes of Perl": f"<p>{''.join(f'{chr(92)}x{{{ord(c):x}}}' for c in NAME)}</p>",
    "escapes of RTF": f"<p>{''.join(f'{chr(92)}u{ord(c)}?' for c in NAME)}</p>",
    "octets of RTF": "<p>" + "".join(f"\\'{o:02x}" for o in NAME.encode("cp1251")) + "</p>",
    "quoted printable, small": f"<p>{''.join(f'={o:02x}' for o in NAME.encode())}</p>",
    "quoted printable, broken line": "<p>Shche=\nglov</p>",
    "name of a domain": f"<p>xn--{'щеглов'.encode('punycode').decode()}.example</p>",
    "named references": "<p>&amp;SHCHcy;&amp;iecy;&amp;gcy;&amp;lcy;&amp;ocy;&amp;vcy;</p>",
    "header of mail": "<p>=?koi8-r?B?"
    + base64_of("")
    + base64.b64encode(NAME.encode("koi8-r")).decode()
    + "?=</p>",
    "UTF-7": f"<p>{NAME.encode('utf-7').decode()}</p>",
    "hex of a program": f"<p>{', '.join(f'0x{o:02X}' for o in NAME.encode())}</p>",
    "hex, two letters to a group": f"<p>{NAME.encode('utf-16-be').hex(' ', 2)}</p>",
    "code points in a row": f"<p>{', '.join(str(ord(c)) for c in NAME)}</p>",
    "misread twice": f"<p>{NAME.encode().decode('latin-1').encode().decode('latin-1')}</p>",
    "UTF-8 read as Macintosh text": f"<p>{NAME.encode().decode('mac-roman')}</p>",
    "CP866 read as CP1251": f"<p>{NAME.encode('cp866').decode('cp1251', 'replace')}</p>",
    "plain data uri": f"<p>data:,{quote(NAME)}</p>",
}


@pytest.mark.parametrize("form", list(FORMS))
def test_a_name_is_found_in_every_form(form: str) -> None:
    """However a name could stand in the page, the export stops."""
    assert leak_in(in_page(FORMS[form])) is not None


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "utf-16-le"])
def test_bytes_of_another_character_set_stop_the_export(charset: str) -> None:
    """A page that is not UTF-8 throughout cannot be read, and is not written."""
    page = EXPORT.html + NAME.encode(charset) + b"\xff"
    assert leak_in({**EXPORT.outputs, "chronology.html": page}) == "reading"


def test_a_json_member_that_stands_twice_is_read_twice() -> None:
    """Most readers forget the first of two members with one name."""
    assert leak_in(in_json(f'"a":"{NAME}","a":"x"')) == "json_strings"


def test_a_json_escape_is_decoded() -> None:
    """The bytes of the name do not stand in the file, the name does."""
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in NAME)
    assert leak_in(in_json(f'"a":"{escaped}"')) == "json_strings"


@pytest.mark.parametrize("broken", [b"{", b'{"a": "\xff"}', b""])
def test_a_json_file_that_cannot_be_read_is_not_written(broken: bytes) -> None:
    """What cannot be searched cannot be vouched for."""
    assert leak_in({**EXPORT.outputs, "chronology.json": broken}) == "reading"


def test_a_matcher_that_fails_stops_the_export() -> None:
    """Whatever goes wrong inside a check is a failed check."""

    class Broken:
        def find(self, text: str) -> tuple[Hit, ...]:
            raise RuntimeError(text)

    with pytest.raises(LeakFoundError) as caught:
        check_leaks(EXPORT.outputs, hidden=EXPORT.hidden, finder=Broken(), fixed=EXPORT.fixed)
    assert caught.value.fields["place"] == "unreadable"
    assert caught.value.__cause__ is None


def test_damaged_base64_in_a_data_uri_stops_the_export() -> None:
    """It might be readable to a more patient program."""
    assert leak_in(in_page("<p>data:text/plain;base64,%%%</p>")) is not None


def test_only_the_check_can_vouch() -> None:
    """The writer takes no outputs that did not pass."""
    with pytest.raises(TypeError):
        CheckedOutputs(EXPORT.outputs, passed=object())


def test_checked_outputs_cannot_be_changed_afterwards() -> None:
    """What was checked is what is written."""
    checked = check_leaks(
        EXPORT.outputs, hidden=EXPORT.hidden, finder=EXPORT.finder, fixed=EXPORT.fixed
    )
    with pytest.raises(TypeError):
        checked.files["chronology.html"] = b""  # type: ignore[index]  # refusing it is the point


def test_the_error_says_neither_what_nor_where_in_words() -> None:
    """An error may be shown, logged, or sent to somebody: it holds two tokens."""
    with pytest.raises(LeakFoundError) as caught:
        check_leaks(
            in_page(f"<p>{NAME}</p>"),
            hidden=EXPORT.hidden,
            finder=EXPORT.finder,
            fixed=EXPORT.fixed,
        )
    assert caught.value.fields == {"check": "visible_text", "place": "html text"}


@pytest.mark.parametrize(
    "markup",
    [
        "<script>1</script>",
        '<svg><use href="#x"></use></svg>',
        '<svg><rect fill="url(https://example.org/x)"></rect></svg>',
        '<svg><rect stroke="url(#x)"></rect></svg>',
        "<svg onload='x'></svg>",
        '<p onclick="x">x</p>',
        '<a href="https://example.org">x</a>',
        '<img src="data:image/svg+xml;base64,AAAA" alt="">',
        '<p style="color: red">x</p>',
        '<meta http-equiv="refresh" content="0">',
    ],
)
def test_a_page_that_could_act_or_reach_out_is_not_written(markup: str) -> None:
    """A reader's browser must not tell anybody that the page was opened."""
    assert leak_in(in_page(markup)) == "markup"
