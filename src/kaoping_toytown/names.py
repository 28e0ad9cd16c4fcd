"""The counties, townships and departments of the invented city, and their numbers. None of them exists."""

from __future__ import annotations

CITY = "望川市"
CITY_SHORT = "望川"
DOMAIN = "wangchuanshi.gov.cn"

# county, its short latin name, its townships
COUNTIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("云陂县", "yunpi", ("鹿回坡镇", "青磨镇", "苇泊乡")),
    ("石汀县", "shiting", ("石窑沟乡", "柳锁镇", "上汀镇")),
    ("枫浦县", "fengpu", ("枫叶渡镇", "槐荫桥镇", "麦垄乡")),
    ("松湾区", "songwan", ("松影街道", "沙棠镇", "三棵榆街道")),
    ("清荷区", "qinghe", ("荷影街道", "藕塘湾街道", "清水闸镇")),
    ("南棹区", "nanzhao", ("棹歌街道", "南矶湾街道", "鹭汀街道")),
)

DEPARTMENTS: tuple[tuple[str, str], ...] = (
    ("发展和改革委员会", "fgw"),
    ("教育局", "jyj"),
    ("科学技术局", "kjj"),
    ("经济和信息化局", "jxj"),
    ("民政局", "mzj"),
    ("司法局", "sfj"),
    ("财政局", "czj"),
    ("人力资源和社会保障局", "rsj"),
    ("自然资源和规划局", "zrzyj"),
    ("生态环境局", "sthjj"),
    ("住房和城乡建设局", "zjj"),
    ("交通运输局", "jtj"),
    ("水利和湖泊局", "slj"),
    ("农业农村局", "nyncj"),
    ("商务局", "swj"),
    ("文化和旅游局", "wlj"),
    ("卫生健康委员会", "wjw"),
    ("退役军人事务局", "tyjrj"),
    ("应急管理局", "yjj"),
    ("审计局", "sjj"),
    ("国有资产监督管理委员会", "gzw"),
    ("市场监督管理局", "scj"),
    ("统计局", "tjj"),
    ("医疗保障局", "ybj"),
    ("城市管理执法委员会", "cgw"),
    ("信访局", "xfj"),
    ("政务服务和大数据管理局", "dsj"),
    ("公安局", "gaj"),
    ("住房公积金中心", "gjj"),
)

_SERVICES = (
    "供水",
    "公交",
    "园林绿化",
    "市政设施",
    "公路养护",
    "渔政",
    "林场",
    "水库",
    "体育",
    "档案",
    "血站",
    "救助",
)
_PLACES = (
    "青石",
    "双桥",
    "月牙湖",
    "白帆",
    "云岭",
    "南湾",
    "石榴湾",
    "东坪",
    "柳叶洲",
    "铜铃山",
    "荷塘",
    "落霞湾",
)


def further_unit(number: int) -> tuple[str, str]:
    """The name and latin name of a public institution beyond the departments, endless and all different."""
    place = _PLACES[number % len(_PLACES)]
    service = _SERVICES[(number // len(_PLACES)) % len(_SERVICES)]
    round_ = number // (len(_PLACES) * len(_SERVICES))
    ordinal = f"第{round_ + 1}" if round_ else ""
    return f"{place}{service}{ordinal}管理中心", f"zx{number:03d}"


def site_code(number: int) -> str:
    """Ten digits in a division code that is not assigned."""
    division = 429901 if number == 0 or number > 6 else 429901 + number
    return f"{division}{number + 1:04d}"


def icp_number(number: int) -> str:
    return f"鄂ICP备99{number + 1:06d}号-1"


def police_number(number: int) -> str:
    return f"鄂公网安备4299010{number + 1:07d}号"


def telephone(number: int) -> str:
    """A number in an area code that is not in use."""
    return f"0729-81{number % 100000:05d}"
