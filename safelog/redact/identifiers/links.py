"""E-mail addresses, handles and web addresses, also with their signs written out.

A registered address becomes one pattern over the skeleton of the text. A pattern is only tried
when the address's longest plain piece is in the text, so a long register costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from safelog.redact.attention import Care
from safelog.redact.hit import Hit, Tier
from safelog.redact.identifiers.skeleton import Skeleton, skeleton
from safelog.redact.identifiers.words import Words
from safelog.redact.register import RegisteredEntity


def _sign(sign: str, *words: str) -> str:
    """Write a pattern for a sign: itself, or a word for it in brackets or between spaces."""
    named = "|".join(re.escape(skeleton(word).text) for word in words)
    itself = re.escape(sign)
    bracketed = rf"\s?[\[(<{{]\s?(?:{itself}|{named})\s?[\])>}}]\s?"
    return rf"(?:\s?{itself}\s?|{bracketed}|\s(?:{named})\s)"


_SIGNS = {
    ".": _sign(".", "dot", "точка", "крапка", "нүкте", "тчк"),
    "@": rf"(?:%40|{_sign('@', 'at', 'собака', 'собачка', 'эт', 'равлик', 'песик', 'ат')})",
    "_": _sign("_", "underscore", "подчёркивание", "нижнее подчёркивание", "підкреслення"),
    "-": _sign("-", "dash", "hyphen", "дефис", "тире", "дефіс"),
    "/": r"\s?/\s?",
}
_PIECE = re.compile(r"[^\W_]+|.", re.DOTALL)
_SCHEME = r"(?:[a-zх*]{2,8}://)?(?:www\.)?"
_SUBDOMAIN = r"(?:[a-z]{1,6}\.)?"
"""What a telephone puts before the site: m.vk.com."""

_FEWEST_BARE = 5
"""A handle of plain letters that is shorter is a word without its @."""


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    piece: str
    entity_id: str
    tier: Tier
    trait: str


class LinkFinder:
    """Finds registered e-mail addresses, handles and web addresses."""

    def __init__(self, words: Words) -> None:
        """Start without addresses."""
        self._words = words
        self._rules: list[_Rule] = []
        self._pieces: set[str] = set()

    def add_email(self, entity: RegisteredEntity, address: str) -> None:
        """Look for an e-mail address, and ask about its first part alone."""
        folded = skeleton(address.strip()).text
        self._add(entity, rf"(?<![\w.+-]){_flexible(folded)}(?![\w-])", folded, Tier.SURE, "email")
        local = folded.partition("@")[0]
        if not local.isalpha() and len(local) >= _FEWEST_BARE:
            pattern = rf"(?<![\w.+-]){_flexible(local)}(?![\w-])"
            self._add(entity, pattern, local, Tier.ASK, "email")

    def add_handle(self, entity: RegisteredEntity, handle: str) -> None:
        """Look for a handle: with its @, in a link, or bare if it is no common word."""
        folded = skeleton(handle.strip().lstrip("@")).text
        body = _flexible(folded)
        marked = rf"(?:{_SCHEME}[\w-]+(?:\.[\w-]+)+/@?|[@#]|(?<=@)|(?<=/)){body}(?!\w)"
        self._add(entity, marked, folded, Tier.SURE, "handle")
        bare = Tier.ASK if folded.isalpha() or len(folded) < _FEWEST_BARE else Tier.SURE
        self._add(entity, rf"(?<!\w){body}(?!\w)", folded, bare, "handle")
        loose = r"[._\s-]?".join(map(re.escape, re.findall(r"[^\W_]+", folded)))
        if len(folded) >= _FEWEST_BARE:
            # A new account of the same person often differs by a sign or a number.
            self._add(entity, rf"(?<!\w){loose}[_\d]*(?!\w)", folded, Tier.ASK, "handle")

    def add_url(self, entity: RegisteredEntity, url: str) -> None:
        """Look for a web address, and ask about its host alone where the host is telling."""
        folded = skeleton(url.strip()).text
        bare = re.sub(rf"\A{_SCHEME}", "", folded).rstrip("/")
        pattern = rf"(?<![\w.-]){_SCHEME}{_SUBDOMAIN}{_flexible(bare)}(?!\w)/?"
        self._add(entity, pattern, bare, Tier.SURE, "url")
        host, _, path = bare.partition("/")
        page = path.rpartition("/")[2]
        if sum(map(str.isdecimal, page)) >= _FEWEST_BARE:
            # The number of a profile or a page says as much without its site.
            self._add(entity, rf"(?<!\w){_flexible(page)}(?!\w)", page, Tier.SURE, "url")
        if host not in self._words.site and host != bare:
            pattern = rf"(?<![\w.-]){_SCHEME}{_flexible(host)}(?![\w-])"
            self._add(entity, pattern, host, Tier.ASK, "url")

    def care(self, folded: str) -> int:
        """Tell whether the longest piece of an address is in a chunk, given as its skeleton."""
        return Care.LINK if any(piece in folded for piece in self._pieces) else Care.NONE

    def find(self, folded: Skeleton) -> Iterator[Hit]:
        """Find the addresses in a text; hits may overlap."""
        for rule in self._rules:
            if rule.piece in folded.text:
                for match in rule.pattern.finditer(folded.text):
                    bounds = folded.span(match.start(), match.end())
                    yield Hit(*bounds, rule.entity_id, rule.tier, rule.trait)

    def _add(
        self, entity: RegisteredEntity, pattern: str, text: str, tier: Tier, trait: str
    ) -> None:
        piece = max(_PIECE.findall(text), key=len)
        self._pieces.add(piece)
        self._rules.append(_Rule(re.compile(pattern), piece, entity.id, tier, trait))


def _flexible(text: str) -> str:
    """Write a pattern that reads `text` with its signs as they are or written out."""
    return "".join(_SIGNS.get(piece, re.escape(piece)) for piece in _PIECE.findall(text))
