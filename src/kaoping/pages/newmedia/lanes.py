"""The lanes by which posts and menus come in: what each is called, and what it is able to prove."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Lane:
    """
    One way in. `is_whole` says that it tells all posts of its span, so that silence in it means silence of
    the account; `rank` decides whose date holds where two lanes tell of one post: the lower.
    """

    id: str
    name: str
    folder: str  # where `kaoping accounts` looks for it
    is_whole: bool
    rank: int


LANES = MappingProxyType(
    {
        lane.id: lane
        for lane in (
            Lane("article", "转发的文章地址", "articles", is_whole=False, rank=0),
            Lane("saved", "保存的文章文件", "saved", is_whole=False, rank=1),
            Lane("export", "平台或监测服务导出", "exports", is_whole=True, rank=2),
            Lane("feed", "订阅源", "feeds", is_whole=True, rank=3),
            Lane("submission", "单位自报", "submissions", is_whole=True, rank=4),
            Lane("menu", "菜单数据", "menus", is_whole=False, rank=5),
            Lane("phone", "检查员手机核查", "phone", is_whole=False, rank=6),
        )
    }
)


def lane_of(lane: str) -> Lane:
    """The lane of this id."""
    return LANES[lane]
