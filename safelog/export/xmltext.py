"""Every word of an XML file: text, attributes, and what no program shows."""

from __future__ import annotations

from xml.parsers import expat


def xml_texts(data: bytes) -> list[str]:
    """Return the texts of an XML file, references resolved, and its attributes and remarks.

    Raises:
        expat.ExpatError: it is not XML.
    """
    texts = [""]

    def start(_tag: str, attributes: dict[str, str]) -> None:
        texts.extend((*attributes.values(), ""))

    def end(_tag: str) -> None:
        texts.append("")

    def said(words: str) -> None:
        texts[-1] += words

    def remarked(*words: object) -> None:
        texts.extend((*(word for word in words if isinstance(word, str)), ""))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = said
    parser.CommentHandler = remarked
    parser.ProcessingInstructionHandler = remarked
    parser.StartDoctypeDeclHandler = remarked
    parser.Parse(data, True)  # noqa: FBT003 - the parser takes it by place alone
    return [text for text in texts if text.strip()]
