import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.databases import database_from_environment
from cms.settings.environment import flag, names_given, text, words


def test_text_prefers_the_variable_then_the_file_then_the_default(monkeypatch, tmp_path):
    kept = tmp_path / "secret"
    kept.write_text("from file\n")
    monkeypatch.setenv("CENTRE_KEY_FILE", str(kept))
    assert text("CENTRE_KEY", "default") == "from file"
    monkeypatch.setenv("CENTRE_KEY", "from variable")
    assert text("CENTRE_KEY", "default") == "from variable"
    assert text("CENTRE_OTHER", "default") == "default"


def test_text_names_a_file_it_cannot_read(monkeypatch, tmp_path):
    monkeypatch.setenv("CENTRE_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match=r"CENTRE_KEY_FILE=.*none cannot be read"):
        text("CENTRE_KEY")


@pytest.mark.parametrize(("word", "value"), [("1", True), ("off", False), ("", True)])
def test_flag_reads_words(monkeypatch, word, value):
    monkeypatch.setenv("CENTRE_FLAG", word)
    assert flag("CENTRE_FLAG", default=True) is value


def test_flag_refuses_other_words(monkeypatch):
    monkeypatch.setenv("CENTRE_FLAG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="say 1 or 0"):
        flag("CENTRE_FLAG", default=True)


def test_words_drop_blanks(monkeypatch):
    monkeypatch.setenv("CENTRE_HOSTS", " a.example, ,b.example ")
    assert words("CENTRE_HOSTS") == ["a.example", "b.example"]


def test_sqlite_is_tuned_and_the_default(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = database_from_environment(tmp_path)
    assert config["NAME"] == str(tmp_path / "pumasi.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_postgresql_gets_a_pool_and_timeouts(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://centre@db.example:5433/centre")
    config = database_from_environment(tmp_path)
    assert (config["ENGINE"], config["HOST"], config["PORT"], config["NAME"]) == (
        "django.db.backends.postgresql",
        "db.example",
        5433,
        "centre",
    )
    assert config["OPTIONS"]["pool"]["max_size"] == 8
    assert "statement_timeout=20000" in config["OPTIONS"]["options"]


def test_names_of_what_was_given_are_told_without_the_values(monkeypatch, tmp_path):
    monkeypatch.setenv("CENTRE_KEY_FILE", str(tmp_path / "secret"))
    (tmp_path / "secret").write_text("value")
    monkeypatch.setenv("CENTRE_FLAG", "1")
    text("CENTRE_KEY"), text("CENTRE_NEVER_GIVEN", ""), flag("CENTRE_FLAG", default=False)
    assert {"CENTRE_KEY", "CENTRE_FLAG"} <= set(names_given())
    assert "CENTRE_NEVER_GIVEN" not in names_given()
