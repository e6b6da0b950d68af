import pytest

from logging_core.automation.models import CustomVariable
from logging_core.shared.errors import BadInput
from logging_core.shared.paging import page, whole_number


@pytest.mark.parametrize(
    ("offset", "limit", "size", "more"), [(0, 2, 2, True), (0, 3, 3, False), (2, 2, 1, False), (9, 2, 0, False)]
)
def test_a_page_knows_whether_another_follows(db: None, offset: int, limit: int, size: int, more: bool) -> None:
    found = page(CustomVariable.objects.all(), offset, limit)
    assert (len(found.rows), found.has_more) == (size, more)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("20", 20), ("", 7), (None, 7)])
def test_a_whole_number_is_read_and_an_empty_one_counts_as_absent(text: str | None, number: int) -> None:
    assert whole_number({"limit": text}, "limit", 7, least=0, most=20) == number


@pytest.mark.parametrize("text", ["-1", "21", "1.5", "1e1", "x", "²", "٣", " ", "9" * 5000])
def test_anything_else_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        whole_number({"limit": text}, "limit", 7, least=0, most=20)
    assert list(refused.value.details["fields"]) == ["limit"]
