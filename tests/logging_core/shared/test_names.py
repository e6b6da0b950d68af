import pytest

from logging_core.shared.names import option_name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Some  Name X", "some_name_x"),
        ("Sample ID", "sample_id"),
        ("sample_id", "sample_id"),
        ("Depth\t(m)", "depth_(m)"),
        ("Äußerer Ring", "äußerer_ring"),
        ("Line\nbreak", "line_break"),
    ],
)
def test_an_option_name_is_lower_case_with_underscores_for_spaces(written: str, kept: str) -> None:
    assert option_name(written) == kept
    assert option_name(kept) == kept
