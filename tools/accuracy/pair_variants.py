"""
Pairs under hard conditions: documents of the invented city, cited as offices cite them, among look-alikes.

Each document gets an interpretation by one of `WAYS`, and by chance neighbours that must not be paired: last
year's edition, the draft, its consultation note, detailed rules, a higher level's document named as grounds.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from figures import row, share
from rapidfuzz import fuzz

from kaoping.pages import Link, Page, policy_pairs
from kaoping.rulebook import Rulebook

PORTAL, OFFICE = "http://www.wangchuan.example", "http://bm.wangchuan.example"
TOPICS = (
    "养老服务", "托育服务", "城市更新", "夜间经济", "人才引进", "公租房分配", "河湖保护",
    "政务数据共享", "农村饮水安全", "文物保护利用", "残疾人就业", "小微企业融资", "校外培训",
    "道路停车", "生活垃圾分类", "冷链物流", "老旧小区加装电梯", "医疗救助", "建筑工人工资支付", "种粮补贴",
)  # fmt: skip
GENRES = ("管理办法", "实施方案", "若干措施", "三年行动计划", "奖补办法", "促进条例", "暂行规定")
Pair = tuple[str, str]


def variant_rows(seeds: list[int], rules: Rulebook) -> Iterator[str]:
    """Precision and recall over the seeds, with a matcher by likeness of titles beside it."""
    right = told = wanted = 0
    plain_right = plain_told = 0
    missed: list[str] = []
    for seed in seeds:
        pages, truth = _papers(random.Random(seed))
        found = {(p.policy.url, p.interpretation.url) for p in policy_pairs(pages, rules)}
        plain = set(_by_titles(pages))
        told, wanted, right = told + len(found), wanted + len(truth), right + len(found & truth)
        plain_told, plain_right = plain_told + len(plain), plain_right + len(plain & truth)
        titles = {p.url: p.title for p in pages}
        missed += [f"配对有误 {titles[a]} | {titles[b]}" for a, b in sorted(found ^ truth)]
    print("\n".join(missed[:40]))
    yield row(
        "变体:配出的是对的",
        [True] * right + [False] * (told - right),
        f"标题相似 {share(plain_right, plain_told)}",
    )
    yield row(
        "变体:应配的配出了",
        [True] * right + [False] * (wanted - right),
        f"标题相似 {share(plain_right, wanted)}",
    )


def _papers(dice: random.Random) -> tuple[list[Page], set[Pair]]:
    """Forty documents, their interpretations and neighbours; and the true pairs."""
    pages: list[Page] = []
    truth: set[Pair] = set()
    for number in range(40):
        topic, genre = TOPICS[number % len(TOPICS)], GENRES[dice.randrange(len(GENRES))]
        year = 2024 + number % 3
        name = f"望川市{topic}{genre}" if number < 20 else f"望川市{year}年{topic}工作{genre[-2:]}"
        day = date(year, dice.randint(1, 9), dice.randint(1, 28))
        policy = _policy(dice, number, name, day)
        reading, is_told = _reading(dice, number, name, topic, policy)
        pages += [policy, reading, *_neighbours(dice, number, name, topic, policy)]
        if is_told:
            truth.add((policy.url, reading.url))
    return pages, truth


def _policy(dice: random.Random, number: int, name: str, day: date) -> Page:
    title = dice.choice([
        f"望川市人民政府关于印发《{name}》的通知", f"望川市人民政府办公室关于印发{name}的通知", name,
        f"望川市人民政府办公室关于印发{name}（试行）的通知",
        f"【现行有效】望川市人民政府关于印发{name}的通知",
    ])  # fmt: skip
    own = dice.choice([f"望政发〔{day.year}〕{number + 1}号", f"望政办发〔{day.year}〕{number + 1}号", ""])
    return _page("policy", f"{PORTAL}/zc/{number}.html", title, day, document_number=own)


def _reading(dice: random.Random, number: int, name: str, topic: str, policy: Page) -> tuple[Page, bool]:
    """An interpretation, and whether it names its document at all."""
    host = dice.choice([PORTAL, OFFICE])
    day = (policy.published or date(2026, 1, 1)) + timedelta(days=dice.choice([0, 1, 3, 8, 40]))
    url, cited = f"{host}/jd/{number}.html", policy.document_number.replace("〔", "[").replace("〕", "]")
    short, grounds = name.removeprefix("望川市"), f"根据《鄂江省{topic}条例》（鄂政发〔2023〕9号）要求，"
    ways = [
        (f"《{name}》解读", "", ()), (f"一图读懂《{name}》", "", ()), (f"【图解】{name}", "", ()),
        (f"《{short}》政策解读", "", ()), (f"关于《{policy.title}》的政策解读", "", ()),
        (f"市发展改革委负责人就《{name}》答记者问", "", ()), (f"{name}政策问答（一）", "", ()),
        ("一图读懂", "", (policy.url,)), (f"{topic}新政策解读", "", (policy.url,)),
        (f"{topic}政策解读", f"{grounds}市政府印发了《{name}》，现解读如下。", ()),
        (f"{topic}政策解读", f"近日，市政府出台《{name}》。制定背景如下。", ()),
    ]  # fmt: skip
    if cited:
        ways.append((f"{topic}新规解读", f"市政府办公室印发了{cited}文件，主要内容如下。", ()))
    title, text, links = dice.choice(ways)
    return _page("interpretation", url, title, day, text=text, links=links), True


def _neighbours(dice: random.Random, number: int, name: str, topic: str, policy: Page) -> Iterator[Page]:
    """Documents and explanations that look like its own and are not."""
    day = policy.published or date(2026, 1, 1)
    at = f"{PORTAL}/qt/{number}"
    if dice.random() < 0.4:
        yield _page("policy", f"{at}-c.html", f"{name}（征求意见稿）", day - timedelta(days=60))
        yield _page(
            "interpretation",
            f"{at}-n.html",
            f"《{name}（征求意见稿）》起草说明解读",
            day - timedelta(days=60),
        )
    if dice.random() < 0.4:
        yield _page("policy", f"{at}-x.html", f"{name}实施细则", day + timedelta(days=30))
    if dice.random() < 0.4 and str(day.year) in name:
        older = name.replace(str(day.year), str(day.year - 5))
        title = f"望川市人民政府关于印发{older}的通知"
        yield _page("policy", f"{at}-y.html", title, day - timedelta(days=1800),
                    document_number=f"望政发〔{day.year - 5}〕{number + 1}号")  # fmt: skip
    if dice.random() < 0.4:
        yield _page("policy", f"{at}-s.html", f"鄂江省{topic}条例", day - timedelta(days=200),
                    document_number="鄂政发〔2023〕9号")  # fmt: skip
    if dice.random() < 0.3:
        yield _page("interpretation", f"{at}-z.html", f"{topic}工作综述与经验解读", day + timedelta(days=5))


def _page(kind: str, url: str, title: str, day: date, *, links: tuple[str, ...] = (), **more: str) -> Page:
    tied = tuple(Link(url=link, place="body") for link in links)
    return Page(url=url, site=url.split("/")[2], shape="article", kind=kind, title=title, published=day,
                text_links=tied, related=tied, **more)  # type: ignore[arg-type]  # fmt: skip


def _by_titles(pages: list[Page]) -> Iterator[Pair]:
    """The likeliest document of each interpretation, from a partial likeness of 80 on: the usual way."""
    policies = [p for p in pages if p.kind == "policy"]
    for reading in (p for p in pages if p.kind == "interpretation"):
        score, url = max((fuzz.partial_ratio(reading.title, p.title), p.url) for p in policies)
        if score >= 80:
            yield url, reading.url
