"""Production settings refuse to start half-configured; each case is a fresh process."""

import os
import subprocess
import sys

import pytest

COMPLETE = {
    "PUMASI_SECRET_KEY": "a1b2c3d4e5f6g7h8i9" * 3,
    "PUMASI_HOSTS": "www.centre.example",
    "PUMASI_URL": "https://www.centre.example",
    "PUMASI_SMTP_HOST": "mail.centre.example",
    "PUMASI_MAIL_FROM": "Centre <no-reply@centre.example>",
}

pytestmark = pytest.mark.apart


def start(environment):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_and_passes_the_deployment_check_when_complete(tmp_path):
    done = start({**COMPLETE, "PUMASI_VAR": str(tmp_path)})
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_names_what_is_missing(missing, tmp_path):
    rest = {name: value for name, value in COMPLETE.items() if name != missing}
    done = start({**rest, "PUMASI_VAR": str(tmp_path)})
    assert done.returncode != 0
    assert f"ImproperlyConfigured: Set {missing}, or {missing}_FILE" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PUMASI_SECRET_KEY", "short", "at least 50 random characters"),
        ("PUMASI_SECRET_KEY", "development-only-not-a-secret" * 3, "at least 50 random characters"),
        ("PUMASI_HOSTS", "*", "must name the site's host names"),
        ("PUMASI_URL", "http://www.centre.example", "https:// address"),
    ],
)
def test_production_refuses_what_is_unsafe(name, value, said, tmp_path):
    done = start({**COMPLETE, name: value, "PUMASI_VAR": str(tmp_path)})
    assert done.returncode != 0
    assert said in done.stderr


def test_secrets_may_come_from_files(tmp_path):
    key = tmp_path / "key"
    key.write_text("z9y8x7w6v5u4t3s2r1" * 3 + "\n")
    rest = {name: value for name, value in COMPLETE.items() if name != "PUMASI_SECRET_KEY"}
    done = start({**rest, "PUMASI_SECRET_KEY_FILE": str(key), "PUMASI_VAR": str(tmp_path)})
    assert done.returncode == 0
