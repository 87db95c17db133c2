"""Where a ledger is, as people write it: paths and URLs, and no password that is shown."""

from pathlib import Path

import pytest

from kyosei_desktop.store.places import (
    AddressNotUnderstood,
    DatabaseNotSupported,
    ServerPlace,
    default_desk,
    ledger_place,
)


def server_place(text: str) -> ServerPlace:
    found = ledger_place(text, desk=Path("desk"))
    assert isinstance(found, ServerPlace)
    return found


def test_a_name_without_a_scheme_and_a_url_of_sqlite_are_files() -> None:
    assert ledger_place("年報/台帳.kyosei") == Path("年報/台帳.kyosei")
    assert ledger_place("sqlite:///台帳.kyosei") == Path("台帳.kyosei")
    assert ledger_place("sqlite:////srv/台帳.kyosei") == Path("/srv/台帳.kyosei")


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
def test_every_usual_scheme_of_postgresql_is_read_by_the_one_driver(scheme: str) -> None:
    assert server_place(f"{scheme}://hana@db/fukushi").url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("query", "schema"),
    [
        ("", "public"),
        ("?schema=plan_2021", "plan_2021"),
        ("?schema=福祉計画", "福祉計画"),
        ("?options=-csearch_path%3Dplan_a", "plan_a"),
        ("?options=-c%20lock_timeout%3D5s%20-c%20search_path%3D%22plan_b%22", "plan_b"),
    ],
)
def test_the_schema_is_named_by_its_own_key_or_by_the_search_path(query: str, schema: str) -> None:
    assert server_place(f"postgresql://hana@db/fukushi{query}").schema == schema


@pytest.mark.parametrize("schema", ["pg_catalog", "information_schema", 'a"; DROP', "1", "あ" * 22, ""])
def test_a_schema_that_the_server_would_not_take_is_refused(schema: str) -> None:
    with pytest.raises(AddressNotUnderstood):
        ledger_place(f"postgresql://hana@db/fukushi?schema={schema or '%20'}")


@pytest.mark.parametrize("text", ["postgresql://hana:himitsu@db:port/fukushi", "postgresql://"])
def test_an_address_that_cannot_be_read_is_refused_without_repeating_it(text: str) -> None:
    if text == "postgresql://":
        assert server_place(text).host == "localhost"
        return
    with pytest.raises(AddressNotUnderstood) as refused:
        ledger_place(text)
    assert "himitsu" not in str(refused.value)


def test_another_database_is_refused_by_its_name() -> None:
    with pytest.raises(DatabaseNotSupported, match="mysql"):
        ledger_place("mysql://db/fukushi")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://hana:himitsu@db/fukushi?schema=a",
        "postgresql://hana@db/fukushi?password=himitsu&schema=a",
        "postgresql://hana:himitsu@db/fukushi?sslpassword=himitsu&schema=a&sslmode=verify-full",
    ],
)
def test_a_password_is_used_and_shown_nowhere(text: str) -> None:
    place = server_place(text)

    assert place.url.password == "himitsu"
    shown = [place.text, place.name, repr(place), str(place.beside), repr(place.with_password("himitsu"))]
    assert not any("himitsu" in one for one in shown)
    assert server_place(place.text).text == place.text  # what is kept can be opened again
    assert server_place(place.text).with_password("himitsu").url.password == "himitsu"


def test_each_ledger_has_a_file_name_of_its_own_on_this_computer() -> None:
    texts = ["postgresql://u@a/d?schema=x", "postgresql://u@a/d?schema=y", "postgresql://u@b/d?schema=x"]
    several = "postgresql://u@/d?host=a,b&schema=x"

    beside = [server_place(one).beside for one in [*texts, several]]

    assert len(set(beside)) == len(beside)
    assert all(one.parent.parent == Path("desk") and one.suffix == ".kyosei" for one in beside)


def test_what_belongs_to_ledgers_on_servers_lies_in_the_documents_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert default_desk() == tmp_path / "kyosei_desktop"
    (tmp_path / "Documents").mkdir()
    assert default_desk() == tmp_path / "Documents" / "kyosei_desktop"
