from django.core.mail import EmailMultiAlternatives, mailers


def test_folder_mailer_writes_files_one_can_read(tmp_path, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "cms.mail.folder.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path / "mail")},
        }
    }
    letter = EmailMultiAlternatives("확인 번호", "번호: 7HK2QD", to=["햇살 <a/../b@example.org>"])
    assert mailers.default.send_messages([letter]) == 1
    names = sorted(path.suffix for path in (tmp_path / "mail").iterdir())
    assert names == [".eml", ".txt"]
    (text,) = (tmp_path / "mail").glob("*.txt")
    assert text.read_text() == "확인 번호\n\n번호: 7HK2QD"
