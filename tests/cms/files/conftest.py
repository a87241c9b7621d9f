import pytest

from plugins.api import PrivateFileKind


@pytest.fixture
def kind(contribute):
    """A kind of upload that only its sender may read."""
    found = PrivateFileKind(
        key="members.proof",
        label="proof",
        extensions=(
            "pdf", "hwp", "hwpx", "docx", "xlsx", "pptx", "odt", "txt", "csv",
            "jpg", "jpeg", "png", "webp", "gif", "heic",
        ),
        max_bytes=1024 * 1024,
        may_read=lambda user, stored: stored.uploaded_by_id == user.pk,
    )  # fmt: skip
    contribute(found)
    return found.key
