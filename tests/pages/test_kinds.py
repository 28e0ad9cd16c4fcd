import pytest
from markup_pieces import article

NEWS = "<p>9月10日，县长赵某到开发区调研，记者随行。</p><p>今年以来，全县工业增加值同比增长8%。</p>"
POLICY = "<p>各乡镇人民政府，县直各单位：</p><p>现将有关事项通知如下，请认真贯彻执行。</p>"


def kind_of(read, title, text):
    return read(article("发布时间：2026-09-11 来源：县政府办", text, title)).kind


class TestKinds:
    @pytest.mark.parametrize(
        ("title", "kind"),
        [
            ("沐云县人民政府办公室关于印发沐云县停车管理办法的通知", "policy"),
            ("沐云县养犬管理条例", "policy"),
            ("沐云县人民政府令第15号（沐云县扬尘防治办法）", "policy"),
            ("关于划定禁止燃放烟花爆竹区域的通告", "policy"),
            ("沐云县“十五五”水利发展规划（2026—2030年）", "policy"),
            ("《沐云县停车管理办法》解读", "interpretation"),
            ("一图读懂沐云县停车管理办法", "interpretation"),
            ("县发改局负责人就水价调整答记者问", "interpretation"),
            ("县长赵某到开发区调研", "news"),
            ("沐云县：稻田里“种”出好风景", "news"),
            ("全县上半年外贸增速居全市首位 出口同比增长12%", "news"),
            ("国有建设用地使用权挂牌出让公告", "notice"),
            ("关于国庆节放假安排的通知", "notice"),
            ("关于申报2026年度农业产业化龙头企业的通知", "notice"),
            ("停水通知", "notice"),
            ("关于公开征求《沐云县养犬管理条例（草案）》意见的公告", "notice"),
            ("沐云县人民政府关于钱某等同志任免职务的通知", "personnel"),
            ("沐云县2026年事业单位公开招聘工作人员公告", "personnel"),
            ("沐云县2026年度选调生体检公告", "personnel"),
            ("对县人大二次会议第12号建议的答复", "reply"),
            ("沐云县人民政府关于设立化工园区的批复", "reply"),
            ("关于老旧小区加装电梯问题的复函", "reply"),
            ("城乡居民医保参保缴费指南", "guide"),
            ("失业保险金怎么领？手把手教你", "guide"),
            ("异地就医备案流程", "guide"),
            ("2025年沐云县国民经济和社会发展统计公报", "report"),
            ("沐云县财政局2026年部门预算公开", "report"),
            ("关于2025年预算执行情况和2026年预算草案的报告", "report"),
            ("沐云县人民政府办公室机构职能", "other"),
        ],
    )
    def test_the_genre_that_the_title_names_beats_the_words_of_the_text(self, read, title, kind):
        fitting = {"news": [NEWS], "policy": [POLICY]}.get(kind, [NEWS, POLICY])

        assert {kind_of(read, title, text) for text in fitting} == {kind}

    @pytest.mark.parametrize(
        ("title", "not_kind"),
        [
            ("沐云县举办2026年春季招聘会", "personnel"),
            ("县人才公寓开始申请", "personnel"),
            ("关于印发《政务服务指南》的通知", "guide"),
            ("关于印发应急预案的函", "reply"),
            ("县政府召开防汛工作新闻发布会", "interpretation"),
        ],
    )
    def test_a_word_alone_does_not_make_the_genre(self, read, title, not_kind):
        assert kind_of(read, title, POLICY if "印发" in title else NEWS) != not_kind

    def test_the_reasons_are_told(self, read):
        page = read(article("发布时间：2026-09-11", POLICY, "关于规范停车秩序的通知"))

        assert "标题为公文格式" in page.kind_reasons

    def test_what_shows_no_sign_is_other(self, read):
        assert (
            kind_of(read, "沐云古城", "<p>沐云古城始建于明代，城墙周长五里，城门四座，至今保存完好。</p>")
            == "other"
        )
