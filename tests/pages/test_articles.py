# ruff: noqa: E501  (markup is easier to read unbroken)
from datetime import date

import pytest
from markup_pieces import TEXT, article


class TestArticle:
    @pytest.mark.parametrize(
        "info",
        ["发布时间：2026-09-11 10:20 来源：县政府办", "<span>来源：县政府办</span><span>2026年09月11日 09时32分</span>",
         "<span>来源：县政府办</span><span>发布时间：2026-09-11</span>", "日期：2026/9/11 浏览次数：12", "2026-09-11 09:00:00"],
    )  # fmt: skip
    def test_title_date_and_text_are_read_without_any_tag(self, read, info):
        page = read(article(info), "http://www.muyun.example/info/1021/2345.htm")

        assert page.shape == "article"
        assert page.title == "县政务公开工作推进会召开"
        assert page.printed == date(2026, 9, 11)
        assert page.published == date(2026, 9, 11)
        assert page.text.startswith("9月10日，县政务公开")
        assert page.text.endswith("不断提高公开质量。")

    def test_footer_parts_are_read(self, read):
        footer = read(article("发布时间：2026-09-11")).footer

        assert footer.sponsor == "沐云县人民政府办公室"
        assert footer.contact == "0729-8100500"
        assert footer.site_code == "4299990001"
        assert footer.icp == "鄂ICP备99000001号-1"
        assert footer.police == "鄂公网安备42990100000001号"
        assert footer.sitemap == "http://www.muyun.example/wzdt/"

    def test_two_labelled_dates_that_differ_leave_the_date_open(self, read):
        page = read(article("发布时间：2026-09-11 发布日期：2026-09-01"))

        assert page.published is None
        assert page.conflicts

    def test_an_impossible_or_future_date_is_never_mended(self, read):
        impossible = read(article("发布时间：2026-02-30"))
        future = read(article("发布时间：2027-01-05"))

        assert impossible.published is None
        assert future.published is None
        assert impossible.conflicts
        assert future.conflicts

    def test_a_year_alone_is_no_date(self, read):
        assert read(article("发布时间：2026年 来源：县政府办")).published is None

    def test_the_printed_date_beats_the_tag_and_the_conflict_is_told(self, read):
        head = '<meta name="PubDate" content="2026-08-01 10:00">'

        page = read(article("发布时间：2026-09-11", head=head))

        assert page.published == date(2026, 9, 11)
        assert any("2026-08-01" in clause for clause in page.conflicts)

    def test_the_tag_serves_where_no_date_is_printed(self, read):
        page = read(article("来源：县政府办", head='<meta name="PubDate" content="2026-09-11 10:00">'))

        assert page.printed is None
        assert page.published == date(2026, 9, 11)

    def test_signing_printing_and_force_are_no_publication(self, read):
        text = (
            "<p>沐政发〔2026〕12号</p><p>各乡镇人民政府：</p><p>现将办法印发给你们，请认真贯彻执行。</p>"
            "<p>本办法自2026年10月1日起施行。</p><p>沐云县人民政府</p><p>2026年9月1日</p>"
        )

        page = read(article("发布时间：2026-09-05", text, "关于印发沐云县政务公开办法的通知"))

        kinds = {(d.what, d.value) for d in page.dates}
        assert ("signed", date(2026, 9, 1)) in kinds
        assert ("in_force", date(2026, 10, 1)) in kinds
        assert page.published == date(2026, 9, 5)
        assert page.document_number == "沐政发〔2026〕12号"
        assert page.kind == "policy"

    @pytest.mark.parametrize(
        "printed", ["沐政发[2026]12号", "沐政发（2026）12号", "沐政发【2026】12号", "沐政发〔2026〕 12 号"]
    )
    def test_all_brackets_of_document_numbers_are_read(self, read, printed):
        page = read(article("发布时间：2026-09-05", f"<p>{printed}</p>{TEXT}", "关于做好政务公开工作的通知"))

        assert page.document_number == "沐政发〔2026〕12号"

    def test_a_cited_number_is_not_the_document_own(self, read):
        text = "<p>根据《关于印发办法的通知》（沐政发〔2026〕12号）要求，现就有关事项通知如下。</p>" + TEXT

        page = read(article("发布时间：2026-09-05", text))

        assert page.document_number == ""
        assert "沐政发〔2026〕12号" in page.mentions

    def test_tools_and_neighbours_are_no_text(self, read):
        more = '<div class="share">分享到：微信</div><p>上一篇：<a href="1.html">另一篇文章的标题</a></p><p>扫一扫在手机打开当前页</p>'

        page = read(article("发布时间：2026-09-05", TEXT + more))

        assert page.text.endswith("不断提高公开质量。")

    def test_relation_blocks_and_attachments_are_kept(self, read):
        more = (
            '<div class="xgjd"><h3>相关解读</h3><ul><li><a href="/zcjd/9.html">《办法》政策解读</a></li></ul></div>'
            '<p>附件：<a href="/files/1.docx">清单</a> <a href="/module/download/downfile.jsp?filename=a">表格</a></p>'
        )

        page = read(article("发布时间：2026-09-05", more=more))

        assert [x.url for x in page.related] == ["http://www.muyun.example/zcjd/9.html"]
        assert len(page.attachments) == 2

    def test_an_article_that_lies_in_script_data_is_read(self, read):
        body = (
            '<html><head><title>x</title></head><body><div id="app"></div><script>window.__INITIAL_STATE__='
            '{"article":{"title":"县政务公开工作推进会召开","publishTime":"2026-09-11 10:00:00","source":"县政府办",'
            f'"content":"{TEXT}"}}}};</script></body></html>'
        )

        page = read(body, "http://www.muyun.example/detail/5")

        assert page.shape == "article"
        assert page.published == date(2026, 9, 11)
        assert page.source == "县政府办"
        assert page.needs_rendering == ""
