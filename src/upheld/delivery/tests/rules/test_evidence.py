"""Which file shows which kind of evidence."""

from __future__ import annotations

from upheld.delivery.rules.evidence import EvidenceKind, kind_obstacle
from upheld.foundation.values.file_types import FileType


class TestKinds:
    def test_a_photo_is_a_picture_and_a_log_is_text(self):
        assert kind_obstacle(EvidenceKind.PHOTO, FileType.PNG) is None
        assert kind_obstacle(EvidenceKind.LOG, FileType.TEXT) is None
        assert kind_obstacle(EvidenceKind.FILE, FileType.WORD) is None
        for kind, type_ in ((EvidenceKind.PHOTO, FileType.PDF), (EvidenceKind.LOG, FileType.PNG),
                            (EvidenceKind.TEXT, FileType.TEXT)):  # fmt: skip
            wrong = kind_obstacle(kind, type_)
            assert wrong is not None
            assert wrong.code == "file_of_other_kind"
