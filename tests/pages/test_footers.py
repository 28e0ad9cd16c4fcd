# ruff: noqa: E501  (markup is easier to read unbroken)
import pytest
from markup_pieces import TEXT, page


def footer_of(read, foot, text=TEXT):
    body = f"<h1>沐云县政务公开工作推进会召开</h1><div>发布时间：2026-09-11</div><div class=q>{text}</div><div class=u4>{foot}</div>"
    return read(page(body, "沐云县政务公开工作推进会召开_沐云县人民政府")).footer


class TestSponsor:
    @pytest.mark.parametrize(
        "foot",
        [
            "主办单位：沐云县人民政府办公室",
            "主办：沐云县人民政府办公室　承办：沐云县大数据中心",
            "主 办：沐云县人民政府办公室 技术支持：沐云科技有限公司",
            "主&nbsp;办&nbsp;单&nbsp;位：沐云县人民政府办公室 地址：沐云县人民路1号",
            "<p>版权所有：沐云县人民政府　主办：沐云县人民政府办公室</p>",
            "<p><span>主办单位：沐云县人民政府办公室</span><span>地址：沐云县人民路1号</span></p>",
            "<p>沐云县人民政府办公室主办<span>网站技术维护电话：0729-8100500</span></p>",
            "<p>沐云县人民政府办公室主办 沐云县大数据中心承办</p>",
            "<p>沐云县人民政府办公室 主办</p>",
            "主管：沐云县人民政府 主办：沐云县人民政府办公室 网站标识码：4299990001",
            "主办单位：沐云县人民政府办公室 | 网站标识码：4299990001",
            "<ul><li>主办单位：沐云县人民政府办公室</li><li>承办单位：沐云县大数据中心</li></ul>",
            "网站主办：沐云县人民政府办公室 网站维护：沐云县大数据中心",
            "主办单位：沐云县人民政府办公室（地址：沐云县人民路1号）",
            "主办单位：沐云县人民政府办公室,承办单位：沐云县大数据中心",
            "主办单位：沐云县人民政府办公室 Copyright©2020-2026 All Rights Reserved",
            "主办单位：沐云县人民政府办公室鄂ICP备99000001号",
            "主办单位：沐云县人民政府办公室&nbsp;&nbsp;您是第 12345 位访问者",
            "<table><tr><td>主办单位：</td><td>沐云县人民政府办公室</td></tr></table>",
        ],
    )
    def test_it_is_read_in_every_manner(self, read, foot):
        assert footer_of(read, foot).sponsor == "沐云县人民政府办公室"

    @pytest.mark.parametrize(
        "name",
        ["沐云县科学技术局", "沐云县市场监督管理局", "沐云县政务服务管理局", "沐云县人民政府网站管理中心", "沐云县财政局（沐云县国有资产监督管理局）", "沐云县信访局"],
    )  # fmt: skip
    def test_a_name_is_not_cut_at_words_that_other_labels_begin_with(self, read, name):
        assert footer_of(read, f"主办单位：{name} 技术支持：沐云科技有限公司").sponsor == name
        assert footer_of(read, f"主办：{name}网站标识码：4299990001").sponsor == name

    def test_two_sponsors_are_kept_together(self, read):
        assert (
            footer_of(read, "主办：中共沐云县委 沐云县人民政府　承办：县委办").sponsor
            == "中共沐云县委沐云县人民政府"
        )

    @pytest.mark.parametrize(
        "foot", ["版权所有：沐云县人民政府", "承办单位：沐云县大数据中心", "网站维护：沐云县大数据中心"]
    )
    def test_who_owns_runs_or_keeps_the_site_is_no_sponsor(self, read, foot):
        assert footer_of(read, foot).sponsor == ""

    def test_who_holds_an_event_in_the_text_is_no_sponsor_of_the_site(self, read):
        text = TEXT + "<p>活动由沐云县文化馆主办。</p>" + TEXT

        assert footer_of(read, "版权所有：沐云县人民政府", text).sponsor == ""


class TestNumbers:
    @pytest.mark.parametrize(
        ("foot", "number"),
        [
            ("网站标识码：4299990001", "4299990001"), ("政府网站标识码:4299990001", "4299990001"), ("网站标识码 bm99000001", "bm99000001"),
            ("标识码：4299990001", "4299990001"), ("网站标识码4299990001", "4299990001"), ("政府网站标识码为4299990001", "4299990001"),
            ("网站标识码：<a href=#>4299990001</a>", "4299990001"), ("网站标识码：429999000", ""), ("网站标识码：42999900012", ""), ("标识码：", ""),
        ],
    )  # fmt: skip
    def test_site_codes(self, read, foot, number):
        assert footer_of(read, foot).site_code == number

    @pytest.mark.parametrize(
        ("foot", "number"),
        [
            ("鄂ICP备99000001号", "鄂ICP备99000001号"), ("鄂ICP备99000001号-1", "鄂ICP备99000001号-1"), ("ICP备案号：鄂ICP备2026000001号", "鄂ICP备2026000001号"),
            ("鄂ICP备 99000001号 - 2", "鄂ICP备99000001号-2"), ("鄂ICP备99000001", "鄂ICP备99000001"), ("鄂ICP证990001号", "鄂ICP证990001号"),
            ("鄂ICP备：99000001号", "鄂ICP备99000001号"), ("备案许可证号：<a href=#>鄂ICP备99000001号-1</a>", "鄂ICP备99000001号-1"), ("鄂ICP99000001号", "鄂ICP99000001号"),
            ("ICP备案编号：申请中", ""),
        ],
    )  # fmt: skip
    def test_filing_numbers(self, read, foot, number):
        assert footer_of(read, foot).icp == number

    @pytest.mark.parametrize(
        ("foot", "number"),
        [
            ("鄂公网安备42990100000001号", "鄂公网安备42990100000001号"), ("<img src=a.png>鄂公网安备 42990100000001号", "鄂公网安备42990100000001号"),
            ("鄂公网安备：42990100000001号", "鄂公网安备42990100000001号"), ("鄂公网安备 ：42990100000001", "鄂公网安备42990100000001"),
            ("公安机关备案号：42990100000001", "42990100000001"), ("公安备案号：42990100000001号", "42990100000001号"), ("鄂公网安备第42990100000001号", "鄂公网安备第42990100000001号"),
            ("鄂公网安备号", ""),
        ],
    )  # fmt: skip
    def test_police_numbers(self, read, foot, number):
        assert footer_of(read, foot).police == number


class TestContact:
    @pytest.mark.parametrize(
        ("foot", "number"),
        [
            ("联系电话：0729-8100500", "0729-8100500"), ("电话：（0729）8100500 传真：0729-8100501", "（0729）8100500"), ("网站维护电话：0729—8100500", "0729—8100500"),
            ("联系我们：8100500", "8100500"), ("政务服务热线：12345", "12345"), ("联系方式：邮箱 a@muyun.example", ""), ("邮编：430000", ""),
        ],
    )  # fmt: skip
    def test_telephones(self, read, foot, number):
        assert footer_of(read, foot).contact == number

    @pytest.mark.parametrize(
        "words", ["网站地图", "站点地图", "网站导航", "[网站地图]", "网站 地图", "Sitemap"]
    )
    def test_the_site_map_is_the_link_so_called(self, read, words):
        assert footer_of(read, f"<a href=/wzdt/>{words}</a>").sitemap == "http://www.muyun.example/wzdt/"

    @pytest.mark.parametrize("words", ["沐云县地图", "交通地图", "联系我们", "导航"])
    def test_other_maps_are_none(self, read, words):
        assert footer_of(read, f"<a href=/dt/>{words}</a>").sitemap == ""
