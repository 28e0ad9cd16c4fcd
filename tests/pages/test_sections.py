# ruff: noqa: E501  (markup is easier to read unbroken)
from datetime import date

from markup_pieces import FOOT, TRAIL, page, row, section

from kaoping.pages import Look, Shells, entries, found, policy_pairs, site_reading
from kaoping.pages.sections import sections

TODAY = date(2026, 9, 15)
URL = "http://www.muyun.example/xwzx/"


def rows(*days, start=0):
    return "".join(row(n, d) for n, d in enumerate(days, start))


def joined(pages, rules, home=None):
    return sections(pages, home=home, today=TODAY, rules=rules)


class TestSections:
    def test_pages_of_one_list_are_one_section(self, read, rules):
        pager = '<script>createPageHTML(2, {}, "index", "html");</script>'
        first = read(section(rows("2026-09-10", "2026-09-08", "2026-09-01"), pager.format(0)), URL)
        second = read(
            section(rows("2026-08-01", "2026-07-01", start=5), pager.format(1)), URL + "index_1.html"
        )

        (only,) = joined([second, first], rules)

        assert only.url == URL
        assert only.name == "工作动态"
        assert only.kind == "news"
        assert only.item_count == 5
        assert only.newest == date(2026, 9, 10)
        assert only.page_count == 2

    def test_dates_after_today_do_not_make_a_section_fresh(self, read, rules):
        (only,) = joined([read(section(rows("2027-09-10", "2026-01-08", "2026-01-01")), URL)], rules)

        assert only.newest == date(2026, 1, 8)

    def test_an_inner_frame_brings_the_rows(self, read, rules):
        outer = read(
            page(
                f'{TRAIL}<iframe src="/frame/1.html"></iframe>{FOOT}',
                "工作动态",
                '<meta name="ColumnName" content="工作动态">',
            )
        )
        inner = read(
            page(f"<ul>{rows('2026-09-10', '2026-09-08', '2026-09-01')}</ul>"),
            "http://www.muyun.example/frame/1.html",
        )

        (only,) = joined([outer, inner], rules)

        assert only.url == URL
        assert only.item_count == 3
        assert only.is_from_data

    def test_links_to_other_sections_are_no_empty_section(self, read, rules):
        links = "".join(f'<li><a href="/zwgk/c{n}/">栏目{n}号</a></li>' for n in range(8))
        only_links = read(
            page(
                f'{TRAIL}<div class="con"><ul>{links}</ul></div>{FOOT}',
                "政务公开",
                '<meta name="ColumnName" content="政务公开">',
            )
        )

        assert joined([only_links], rules) == ()

    def test_a_list_without_rows_is_an_empty_section(self, read, rules):
        (only,) = joined([read(section(""), URL)], rules)

        assert only.item_count == 0
        assert only.needs_rendering == ""

    def test_topics_need_not_be_kept_up(self, read, rules):
        body = section(rows("2024-09-10", "2024-09-08", "2024-09-01")).replace("工作动态", "安全生产月专题")

        (only,) = joined([read(body, URL)], rules)

        assert only.is_archive

    def test_data_joins_the_page_whose_script_asked_for_it(self, read, rules):
        shell = '<html><head><title>通知公告</title><meta name="ColumnName" content="{}"></head><body><div id="app"></div><script src="/js/app.js" data-column="{}"></script></body></html>'
        pages = [
            read(shell.format(name, n), f"http://www.muyun.example/column/{n}")
            for name, n in (("通知公告", 4), ("政策文件", 5))
        ]
        script = read(
            'function list(column, page) { get("/api/column/list?columnId=" + column + "&pageNo=" + page + "&pageSize=15"); }',
            "http://www.muyun.example/js/app.js",
            "application/javascript",
        )
        shells = Shells()

        asked = [f.url for p in (pages[0], script, pages[1]) for f in shells.add(p)]
        answers = [
            read(f'{{"data":{{"rows":[{{"title":"沐云县公告{n}","url":"/a/{n}.html","publishTime":"2026-09-1{n}"}}],"total":1}}}}', url, "application/json")
            for n, url in enumerate(asked)
        ]  # fmt: skip

        assert asked == [
            f"http://www.muyun.example/api/column/list?columnId={n}&pageNo=1&pageSize=15" for n in (4, 5)
        ]
        assert [(s.name, s.newest, s.needs_rendering) for s in joined([*pages, script, *answers], rules)] == [
            ("通知公告", date(2026, 9, 10), ""),
            ("政策文件", date(2026, 9, 11), ""),
        ]

    def test_a_shell_that_nobody_could_read_is_not_empty(self, read, rules):
        body = '<html><head><meta name="ColumnName" content="通知公告"></head><body><div id="app"></div><script src="/js/app.js"></script></body></html>'

        (only,) = joined([read(body)], rules)

        assert only.needs_rendering


def policy(read, url, number, name, more=""):
    body = page(
        f'<h1>关于印发《{name}》的通知</h1><p>发布时间：2026-09-01 来源：县政府办</p><div id="zoom"><p>{number}</p>'
        f"<p>各乡镇人民政府：</p><p>现将《{name}》印发给你们，请认真贯彻执行。本办法自2026年9月1日起施行。</p></div>{more}"
    )
    return read(body, url)


def interpretation(read, url, name, text):
    body = page(
        f'<h1>《{name}》政策解读</h1><p>发布时间：2026-09-02 来源：县政府办</p><div id="zoom"><p>{text}</p></div>'
    )
    return read(body, url)


class TestPolicyPairs:
    def test_a_title_in_marks_matches_and_another_does_not(self, read, rules):
        one = policy(read, URL + "1.html", "沐政发〔2026〕1号", "沐云县养老服务管理办法")
        other = policy(read, URL + "2.html", "沐政发〔2026〕2号", "沐云县公共停车管理办法")
        reading = interpretation(
            read,
            URL + "9.html",
            "沐云县养老服务管理办法",
            "现将起草背景、主要内容等有关情况解读如下，供参考。",
        )

        (pair,) = policy_pairs([one, other, reading], rules)

        assert pair.policy.url == one.url

    def test_a_link_from_the_document_matches(self, read, rules):
        more = f'<div class="xg"><h4>相关解读</h4><a href="{URL}9.html">解读</a></div>'
        one = policy(read, URL + "1.html", "沐政发〔2026〕1号", "沐云县养老服务管理办法", more)
        reading = interpretation(
            read,
            URL + "9.html",
            "沐云县养老服务管理办法",
            "现将起草背景、主要内容等有关情况解读如下，供参考。",
        )

        (pair,) = policy_pairs([one, reading], rules)

        assert "文件页链接解读" in pair.reasons

    def test_nothing_is_matched_by_likeness(self, read, rules):
        one = policy(read, URL + "1.html", "沐政发〔2026〕1号", "沐云县养老服务管理办法")
        reading = interpretation(
            read,
            URL + "9.html",
            "沐云县养老机构备案办法",
            "现将起草背景、主要内容等有关情况解读如下，供参考。",
        )

        assert policy_pairs([one, reading], rules) == ()


class TestSite:
    def test_an_entrance_takes_date_and_footer_from_the_second_level(self, read):
        url = "http://www.muyun.example/"
        home = read(
            page('<a href="/sy/"><img src="/1.jpg" alt="沐云县"></a><a href="/sy/">进入网站</a>'), url
        )
        below = read(
            page(f"<div><ul>{rows('2026-09-10', '2026-09-08', '2026-09-01')}</ul></div>{FOOT}"), url + "sy/"
        )

        site = site_reading(
            site="www.muyun.example", home=home, home_url=url, today=TODAY, second_level=[below]
        )

        assert home.shape == "entrance"
        assert site.is_home_entrance
        assert site.second_newest == date(2026, 9, 10)
        assert site.footer.site_code == "4299990001"

    def test_a_footer_that_scripts_may_draw_is_said(self, read):
        body = page(
            f'<ul>{rows("2026-09-10", "2026-09-08", "2026-09-01")}</ul><div id="footer"></div><script src="/js/footer.js"></script>'
        )
        home = read(body, "http://www.muyun.example/")

        site = site_reading(site="x", home=home, home_url=home.url, today=TODAY)

        assert home.shape == "home"
        assert site.footer_by_script
        assert site.home_newest == date(2026, 9, 10)


class TestFound:
    def test_lists_come_before_articles_and_pictures(self, read):
        body = section(
            rows("2026-09-10", "2026-09-08", "2026-09-01"),
            '<script>createPageHTML(2, 0, "index", "html");</script><img src="/a.jpg">',
        )

        leads = found(read(body, URL))

        order = [f.url for f in leads]
        assert (
            order.index(URL + "index_1.html")
            < order.index(URL + "202609/0.html")
            < order.index("http://www.muyun.example/a.jpg")
        )
        assert len(order) == len(set(order))


class TestTree:
    def test_a_section_lies_in_the_one_that_its_trail_names(self, read, rules):
        trail = '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/tzgg/">通知公告</a></div>'
        upper = page(
            f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div><ul class="list">{rows("2026-09-10", "2026-09-01", "2026-08-01")}</ul>{FOOT}',
            "政务公开",
        )
        lower = page(
            f'{trail}<ul class="list">{rows("2026-09-09", "2026-09-02", "2026-08-02", start=9)}</ul>{FOOT}',
            "通知公告",
        )

        found = joined(
            [
                read(upper, "http://www.muyun.example/zwgk/"),
                read(lower, "http://www.muyun.example/zwgk/tzgg/"),
            ],
            rules,
        )

        assert {s.name: s.parent for s in found} == {
            "政务公开": "",
            "通知公告": "http://www.muyun.example/zwgk/",
        }

    def test_without_a_trail_the_address_tells(self, read, rules):
        def plain(name, start):
            return page(
                f'<ul class="list">{rows("2026-09-10", "2026-09-01", "2026-08-01", start=start)}</ul>{FOOT}',
                name,
                f'<meta name="ColumnName" content="{name}">',
            )

        found = joined(
            [
                read(plain("政务公开", 0), "http://www.muyun.example/zwgk/"),
                read(plain("计划总结", 9), "http://www.muyun.example/zwgk/jh/index.html"),
            ],
            rules,
        )

        assert [s.parent for s in found] == ["", "http://www.muyun.example/zwgk/"]

    def test_rows_are_counted_in_any_window_and_long_term_kinds_have_no_period(self, read, rules):
        news = read(section(rows(*[f"2026-0{m}-10" for m in range(1, 10)])), URL)
        regime = read(
            section(rows("2020-01-02", "2020-01-01", start=20)).replace("工作动态", "政府信息公开制度"),
            "http://www.muyun.example/gkzd/",
        )

        found = {s.name: s for s in joined([news, regime], rules)}

        assert found["工作动态"].count_since(date(2026, 6, 1)) == 4
        assert found["工作动态"].period_days == 14
        assert (found["政府信息公开制度"].kind, found["政府信息公开制度"].period_days) == ("disclosure", None)

    def test_lists_of_a_catalogue_are_sections_of_their_own(self, read, rules):
        config = 'window._CONFIG = {SID: "429901", TREE: [{"id": 5, "name": "政策文件"}, {"id": 6, "name": "人事信息"}]};'
        index = read(
            page(f'<div id="app"></div><script>{config}</script><script src="/gkmlpt/app.js"></script>'),
            "http://www.muyun.example/gkmlpt/index",
        )
        answers = [
            read(f'{{"classify":{{"id":{n},"name":"{name}"}},"total":2,"articles":[{{"title":"沐云县文件甲","url":"/gkmlpt/content/{n}1.html","date":1757462400}},{{"title":"沐云县文件乙","url":"/gkmlpt/content/{n}2.html","date":1757376000}}]}}',
                 f"http://www.muyun.example/gkmlpt/api/all/{n}?page=1&sid=429901", "application/json", section_url=index.url)
            for n, name in ((5, "政策文件"), (6, "人事信息"))
        ]  # fmt: skip

        found = joined([index, *answers], rules)

        assert [(s.name, s.url, s.item_count) for s in found] == [
            ("政策文件", "http://www.muyun.example/gkmlpt/index#5", 2),
            ("人事信息", "http://www.muyun.example/gkmlpt/index#6", 2),
        ]


class TestNavigation:
    def test_every_entry_says_what_it_leads_to(self, read, rules):
        home_url = "http://www.muyun.example/"
        menu = "".join(
            f'<li><a href="{h}">{n}</a></li>'
            for h, n in (
                ("/xwzx/", "工作动态"),
                ("/jgzn/", "机构职能"),
                ("/gone/", "旧栏目"),
                ("http://zwfw.example/", "政务服务网"),
                ("/later/", "未访问栏目"),
            )
        )
        home = read(
            page(f'<ul class="nav">{menu}</ul>{"<p>沐云县人民政府门户网站</p>" * 40}{FOOT}'), home_url
        )
        listed = read(section(rows("2026-09-10", "2026-09-08", "2026-09-01")), URL)
        single = read(
            page(
                f'{TRAIL.replace("工作动态", "机构职能").replace("/xwzx/", "/jgzn/")}<h1>机构职能</h1><div id="zoom">{"<p>贯彻执行国家有关方针政策，拟订全县规划并组织实施。</p>" * 12}</div>{FOOT}',
                "机构职能",
            ),
            home_url + "jgzn/",
        )
        looks = {
            single.url: Look(single),
            home_url + "gone/": Look(is_failed=True),
            "http://zwfw.example/": Look(is_outer=True),
        }
        names: dict[str, str] = {}
        found = sections([home, listed, single], home=home, today=TODAY, rules=rules, names=names)

        made = entries(
            names, found, lambda url: looks.get(url, Look()), site="www.muyun.example", home_url=home_url
        )

        what = {e.name: e.what for e in made}
        assert what["工作动态"] == "section"
        assert what["机构职能"] == "page"
        assert what["旧栏目"] == "dead"
        assert what["政务服务网"] == "outer"
        assert what["未访问栏目"] == "unseen"
        assert next(e for e in made if e.name == "机构职能").text_length > 200
