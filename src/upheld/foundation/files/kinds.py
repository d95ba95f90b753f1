"""What a file really is: told by its bytes, never by its name."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from upheld.foundation.refusals import Reason
from upheld.foundation.values.file_types import ENDINGS, SAFE_TEXT_ENDINGS, FileType

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
_MOST_EXPANDED = 200 * 1024 * 1024
_MOST_PARTS = 5000
_LOOKED_AT = 4096
_PDF_TAIL = 64


_OFFICE = {"word/": FileType.WORD, "xl/": FileType.SHEET, "ppt/": FileType.SLIDES}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|!--|\?|html|head|body|script|svg|iframe|math|meta|object|embed|style|xml|x:)",
    re.IGNORECASE,
)
_MARKUP_IN_PDF = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe)", re.IGNORECASE)
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFile)\b")
"""Long names alone: a short one such as /JS turns up by chance in compressed streams."""
_PRINT_ANEW = "Print it to a new PDF and attach that."
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file was found to be, or why it is not taken. Exactly one of the two."""

    type: FileType | None
    obstacle: Reason | None = None


def sniff(content: bytes) -> Sniffed:
    """Tell what a file is by its bytes, or why it is refused.

    Codes: file_empty, file_too_large, file_is_program, file_is_markup, file_is_active,
    file_unknown. What could be read as two kinds at once is refused or re-encoded elsewhere.
    """
    refused = _size_obstacle(content) or _program_obstacle(content)
    if refused is not None:
        return Sniffed(None, refused)
    for found in (_image(content), _pdf(content), _office(content), _text(content)):
        if found is not None:
            return found
    return Sniffed(None, _unknown())


def shown_name(name: str, type_: FileType) -> str:
    """Give the name that a file is kept and handed out under: the person's own, made harmless.

    Its ending always says what the file is, so that no program is opened by its name.
    """
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(sign for sign in base if sign.isprintable() and sign not in '"<>|:*?;')
    stem, dot, ending = base.strip(" .").rpartition(".")
    wanted = ENDINGS[type_]
    fits = ending.lower() == wanted or (type_ is FileType.JPEG and ending.lower() == "jpeg")
    if type_ is FileType.TEXT and ending.lower() in SAFE_TEXT_ENDINGS:
        wanted, fits = ending.lower(), True
    kept = (stem if dot and fits else base.strip(" .")) or "file"
    return f"{kept[:150]}.{wanted}"


def _size_obstacle(content: bytes) -> Reason | None:
    if not content:
        return Reason("file_empty", "The file is empty.", "Choose another one.")
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        why = f"The file is larger than {most} MB."
        return Reason("file_too_large", why, "Attach a smaller one, or a link to where it lies.")
    return None


def _program_obstacle(content: bytes) -> Reason | None:
    if content.startswith(_PROGRAMS):
        why = "The file is a program or a script."
        return Reason("file_is_program", why, "Attach its output as a log, or a link to it.")
    return None


def _image(content: bytes) -> Sniffed | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Sniffed(FileType.PNG)
    if content.startswith(b"\xff\xd8\xff"):
        return Sniffed(FileType.JPEG)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return Sniffed(FileType.GIF)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Sniffed(FileType.WEBP)
    return None


def _pdf(content: bytes) -> Sniffed | None:
    if not content.startswith(b"%PDF-"):
        return None
    tail = content.rpartition(b"%%EOF")[2]
    if b"%%EOF" not in content or len(tail) > _PDF_TAIL or tail.strip():
        why = "The PDF holds something after its end, so it could be read as another file too."
        return Sniffed(
            None, Reason("file_is_active", why, "Print it to a new PDF and attach that.")
        )
    if _PDF_ACTIVE.search(content) or _MARKUP_IN_PDF.search(content[:_LOOKED_AT]):
        why = "The PDF acts by itself when it is opened, or carries other files."
        return Sniffed(
            None, Reason("file_is_active", why, "Print it to a new PDF and attach that.")
        )
    return Sniffed(FileType.PDF)


def _office(content: bytes) -> Sniffed | None:
    """Take documents of the three usual programs; other archives hide what they hold."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Sniffed(None, _unknown())
    return _document(
        {part.filename for part in parts}, len(parts), sum(part.file_size for part in parts)
    )


def _document(names: set[str], count: int, expanded: int) -> Sniffed:
    """Judge a document by the names of its parts, and by what they unfold to in bytes."""
    if count > _MOST_PARTS or expanded > _MOST_EXPANDED:
        why = "The document unfolds to more than a document is."
        return Sniffed(None, Reason("file_too_large", why, "Attach it as a PDF."))
    if any("vbaproject" in name.lower() or "activex" in name.lower() for name in names):
        why = "The document holds macros."
        return Sniffed(None, Reason("file_is_active", why, "Save it without macros, or as a PDF."))
    types = [
        type_
        for folder, type_ in _OFFICE.items()
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
    ]
    return Sniffed(types[0]) if len(types) == 1 else Sniffed(None, _unknown())


def _text(content: bytes) -> Sniffed | None:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if _CONTROLS & set(content):
        return None
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf").lstrip()[:_LOOKED_AT]):
        why = "The file is a web page or a drawing that can carry script."
        remedy = "Attach it as a PDF or a picture."
        return Sniffed(None, Reason("file_is_markup", why, remedy))
    return Sniffed(FileType.TEXT)


def _unknown() -> Reason:
    return Reason(
        "file_unknown",
        "What kind of file this is cannot be told, or it is one that is not taken.",
        "Attach a PDF, a picture, a Word, Excel or PowerPoint document, or plain text.",
    )
