"""What plain text tells of hijacking, and what ordinary official text does not."""

import pytest
import yaml

from kaoping.checks.integrity.plain import signs_of_hijack
from kaoping.rulebook import load_rulebook

BRANDED = (
    "必威体育app官网:2022年甲市政务公开工作考评情况的通报\n"
    "二是Betway必威体育水平不高,对政策解读重视不够,解读不及时。"
)
GARBLED = {
    "pinyin": "各单位要认真做好政zheng务wu公gong开kai工作",
    "odd": "各单位要认真做好政с务д公开工з作",
    "mojibake": "各单位要认真做好鏀垮姟鍏紑宸ヤ綔",
    "inserted": "政府德国网站要按照德国要求更新,各德国单位做好政务德国公开",
    "converted": "關於網站檢查情況的通報:各單位要認真貫徹落實,對檢查發現的問題進行整改,由領導小組組織複查",
}
ORDINARY = (
    "德国代表团来访,与德国企业座谈,参观德国项目,德国企业表示愿意合作",
    "请在应用商店下载app,或在pc端办理,部分网点已覆盖wifi,填写a表、b表和c表",
    "小学拼音教学中,学习xue、老师lao、学校xiao的读音",
    "公安机关查处以“必威体育”等名义设立的赌博网站,请群众自觉抵制",
    "张三(Zhang San)、李四(Li Si)、王五(Wang Wu)获国际奖项",
    "α粒子、β衰变和γ射线的防护,温度20℃±2℃,面积30㎡",
    "甲市必威建筑工程有限公司取得施工许可",
)


@pytest.fixture(scope="module")
def rules():
    return load_rulebook()


def kinds(text, rules):
    return {sign.kind for sign in signs_of_hijack(text, rules)}


def test_planted_brands_are_told_with_their_place_and_the_word_they_replaced(rules):
    signs = list(signs_of_hijack(BRANDED, rules))

    assert [BRANDED[s.start : s.end] for s in signs] == ["必威体育app官网", "Betway必威体育"]
    assert [s.suggestion for s in signs] == ["关于", "政策解读"]
    assert {(s.check, s.lane) for s in signs} == {("integrity.tampered", "person")}


@pytest.mark.parametrize("kind", GARBLED)
def test_garbled_official_text_is_known_by_its_kind(kind, rules):
    assert kinds(GARBLED[kind], rules) == {kind}


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_shows_no_sign(text, rules):
    assert kinds(text, rules) == set()


def test_words_behind_a_mask_are_told_as_masked(rules):
    (sign, *_) = signs_of_hijack("请登录必\u200b威\u200b体\u200b育查看", rules)

    assert "掩盖" in sign.reason


def test_a_long_text_costs_little_and_ends(rules):
    text = "政zheng" * 200_000

    assert len(list(signs_of_hijack(text, rules))) <= 60


def test_the_known_hijacked_notice_is_accused_of_what_was_done_to_it(shared, rules):
    told = shared / "domain" / "huangshi-2022.yaml"
    known = yaml.safe_load(told.read_text("utf-8"))["tampering_in_page"]
    text = (shared / "corpus" / "hijacked" / "huangshi-2022-notice.txt").read_text("utf-8")

    signs = list(signs_of_hijack(text, rules))
    quoted = {text[s.start : s.end] for s in signs}

    assert set(known["injected_terms"]) <= quoted
    assert any("投注*平台" in term for term in quoted)
    assert {"政策解读", "关于", "市政府"} <= {s.suggestion for s in signs}
    assert sum(text.count(term) for term in known["injected_terms"]) == sum(
        text[s.start : s.end] in known["injected_terms"] for s in signs
    )
