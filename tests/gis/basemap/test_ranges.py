"""Parts of a file, as HTTP asks for them."""

import pytest

from gis.basemap.ranges import UnsatisfiableError, asked

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-16383", (0, 1000)),
        ("bytes=100-199", (100, 100)),
        ("bytes=900-", (900, 100)),
        ("bytes=-100", (900, 100)),
        ("bytes=-5000", (0, 1000)),
        ("bytes = 1-2", (1, 2)),
    ],
)
def test_one_range(header: str, wanted: tuple[int, int]) -> None:
    assert asked(header, SIZE) == wanted


@pytest.mark.parametrize(
    "header",
    ["", "bytes=", "bytes=-", "bytes=2-1", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=1-2x"],
)
def test_what_is_not_one_range_means_the_whole_file(header: str) -> None:
    assert asked(header, SIZE) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_nothing_lies_there(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        asked(header, SIZE)
