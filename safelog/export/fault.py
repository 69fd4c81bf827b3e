"""What can stand in a finished file that we never write: each stops an export by itself.

A fault is found by what a file is made of, not by a word in it, so it also stops what no search
could read. The values are the names of the checks.
"""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Something that stands in a file and should not."""

    PDF_FUNCTION = "pdf_function"
    """A script, a file, a form, a link out, a hidden object, a layer, an older version's table."""
    PDF_COMMENT = "pdf_comment"
    PDF_SYNTAX = "pdf_syntax"
    """A word between the objects that is none of the language."""
    PDF_FILTER = "pdf_filter"
    """A stream that is packed in a way that we do not unpack."""
    PDF_IMAGE = "pdf_image"
    """An image with more than its pixels, or none at all under the name of one."""
    PDF_REVISION = "pdf_revision"
    PDF_UNTAGGED = "pdf_untagged"

    DOCX_PART = "docx_part"
    DOCX_ZIP = "docx_zip"
    """A date, a note, an extra field, or bytes beside the parts."""
    DOCX_ELEMENT = "docx_element"
    """An element or attribute that we never write: hidden or deleted words, comments, fields."""
    DOCX_LINK = "docx_link"
    DOCX_REMARK = "docx_remark"
    """An XML comment, an instruction, a document type."""
    DOCX_LOOSE = "docx_loose"
    """Words outside of the elements that hold text."""
    DOCX_IMAGE = "docx_image"

    CSV_MARK = "csv_mark"
    CSV_CELL = "csv_cell"
    CSV_FORMULA = "csv_formula"

    @property
    def file(self) -> str:
        """Return the format in which it can stand."""
        return self.partition("_")[0]
