"""The kinds of files that are taken, and how each is named."""

from __future__ import annotations

from enum import StrEnum


class FileType(StrEnum):
    """What the allow-list holds; the value is the content type that a file is handed out as."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    GIF = "image/gif"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    TEXT = "text/plain"


ENDINGS: dict[FileType, str] = {
    FileType.PDF: "pdf",
    FileType.PNG: "png",
    FileType.JPEG: "jpg",
    FileType.WEBP: "webp",
    FileType.GIF: "gif",
    FileType.WORD: "docx",
    FileType.SHEET: "xlsx",
    FileType.SLIDES: "pptx",
    FileType.TEXT: "txt",
}
IMAGES = frozenset({FileType.PNG, FileType.JPEG, FileType.WEBP, FileType.GIF})
SAFE_TEXT_ENDINGS = frozenset({"txt", "log", "csv", "md", "json", "eml"})
