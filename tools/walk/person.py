"""Somebody at a browser: signs in, fills, presses, waits, and leaves pictures of what he saw."""

import time
from pathlib import Path
from typing import Any

import pyotp
from looks import Gallery

PASSWORD = "Xiaomai-2026-tian"
WAITS_MS = 40_000


class Person:
    """One browser of one person. Everything is done by the page: addresses are followed, never made up."""

    def __init__(
        self, browser: Any, base: str, username: str, gallery: Gallery, *, with_script: bool
    ) -> None:
        self.base, self.username, self.with_script = base, username, with_script
        self.secret, self._codes = "", list[str]()
        self._gallery = gallery
        self.context = browser.new_context(
            locale="zh-CN",
            viewport={"width": 1366, "height": 768},
            java_script_enabled=with_script,
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAITS_MS)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("console", lambda message: gallery.heard(username, message.text))
        self.page.on("response", self._answered)

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self._gallery.fault(f"{self.username}: {response.status} {response.url}")

    # going
    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.base + path)

    def follow(self, words: str, *, first: bool = True) -> None:
        """A link by its words."""
        found = self.page.locator("main").get_by_role("link", name=words)
        (found.first if first else found).click()
        self.page.wait_for_load_state()

    def press(self, words: str, *, exact: bool = True) -> None:
        """A button by its words."""
        self.page.get_by_role("button", name=words, exact=exact).first.click()
        self.page.wait_for_load_state()
        self._prove_if_asked()

    def fill(self, **values: str) -> None:
        """Fields by name."""
        for name, value in values.items():
            self.page.locator(f'main [name="{name}"]').first.fill(value)

    def choose(self, **values: str) -> None:
        """Choices by the words that are shown, in a list or beside a radio."""
        for name, words in values.items():
            self.page.locator(f'main select[name="{name}"]').first.select_option(label=words)

    def tick(self, words: str) -> None:
        """A radio or box by its label."""
        self.page.get_by_label(words, exact=True).first.check()

    def attach(self, name: str, path: Path) -> None:
        self.page.locator(f'main [name="{name}"]').first.set_input_files(str(path))

    def download(self, words: str) -> Path:
        """What a button or link gives, as a file in the folder of the walk."""
        button = self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words))
        with self.page.expect_download() as waiting:
            button.first.click()
            if self.page.get_by_role("heading", name="请再次验证身份").count():
                self._prove_if_asked()
        path = self._gallery.folder / "files" / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    # the desks
    def has_desk(self, words: str) -> bool:
        return self._menu(words).count() > 0

    def desk(self, words: str) -> None:
        """An entry of the main menu."""
        if not self.page.url.startswith(self.base):
            self.go("/")
        self._menu(words).click()
        self.page.wait_for_load_state()

    def _menu(self, words: str) -> Any:
        return self.page.locator('nav[aria-label="主菜单"]').get_by_role("link", name=words, exact=True)

    def wait_for_gathering(self, *, seconds: float = 900) -> None:
        """Until no site of the round waits or runs."""
        ends_at = time.monotonic() + seconds
        while True:
            self.desk("采集")
            words = self.page.locator("#jobs .stats").inner_text()
            if not any(state in words for state in ("排队", "进行中", "已暂停")):
                return
            if time.monotonic() > ends_at:
                raise TimeoutError(f"gathering: {words}")
            self.page.wait_for_timeout(3000)

    def open_suspect(self) -> None:
        """The first of the queue that stands alone, or the first of the first template."""
        self.desk("复核")
        if self.with_script:
            self.page.locator("body").press("n")
            self.page.wait_for_url("**/review/*/**")
        else:
            self.page.locator("main table.data tbody th a").first.click()
        self.page.wait_for_load_state()
        if self.page.get_by_role("heading", name="同一模板的问题").count():
            links = self.page.locator("main table.data tbody tr", has_text="疑似").locator("th a")
            links.first.click()
            self.page.wait_for_load_state()

    def decide(self, key: str, words: str, **values: str) -> None:
        """A ruling, by its key where the browser runs scripts."""
        if self.with_script and key == "c":
            self.page.locator("body").press("c")
            self.page.wait_for_load_state()
            return
        if self.with_script:
            self.page.locator("body").press(key)
        elif values:
            self.page.locator(f'summary[data-key="{key}"]').click()
        form = self.page.locator("details[open] form").first if values else self.page
        for name, value in values.items():
            form.locator(f'[name="{name}"]').fill(value)
        form.get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()

    def decide_the_rest(self, *, shown: bool = False) -> None:
        """Confirm what still waits: a template at once, else one by one."""
        for _ in range(80):
            self.desk("复核")
            link = self.page.locator("main table.data tbody th a").first
            if not link.count():
                return
            link.click()
            self.page.wait_for_load_state()
            if self.page.get_by_role("heading", name="同一模板的问题").count():
                if shown:
                    self.shot("group", everything=True)
                    shown = False
                count = self.page.locator("#h-all ~ p b").first.inner_text()
                self.tick("全部确认")
                self.fill(reason="逐条核对,情况相同", count=count)
                self.press(f"处理这 {count} 条")
            elif self.page.get_by_role("button", name="确认是问题").count():
                self.press("确认是问题", exact=False)
            elif self.page.get_by_role("button", name="同意").count():
                self.press("同意", exact=False)
            else:
                return

    # seeing
    def sees(self, words: str) -> None:
        """Fails where the words do not stand on the page."""
        self.page.get_by_text(words).first.wait_for(state="attached")

    def has(self, words: str) -> bool:
        return self.page.get_by_text(words).count() > 0

    def wait_for(self, words: str, *, seconds: float = 300, gone: str = "") -> None:
        """
        Wait until the page, which renews itself or is opened again, says `words` and no longer `gone`. A page
        without script is opened again by its own refresh, else by hand.
        """
        ends_at = time.monotonic() + seconds
        while not self.has(words) or (gone and self.has(gone)):
            if time.monotonic() > ends_at:
                raise TimeoutError(f"{self.username} waited for “{words}” at {self.page.url}")
            self.page.wait_for_timeout(1500)
            if not self.with_script:
                self.page.reload()

    def shot(self, name: str, *, everything: bool = False) -> None:
        """A picture of the page, with a look for faults; `everything`: dark, phone and print as well."""
        self._gallery.take(self, name, everything=everything)

    # being known
    def set_password(self, link: str) -> None:
        """By an invitation."""
        self.go(link)
        self.fill(password=PASSWORD, repeated=PASSWORD)
        self.press("设置并登录")
        self.set_second_factor_if_asked()

    def set_second_factor_if_asked(self) -> None:
        if not self.page.get_by_role("heading", name="设置两步验证").count():
            return
        self.shot(f"second-factor-{self.username}")
        self.secret = "".join(self.page.locator("main .mono").first.inner_text().split())
        self.fill(code=pyotp.TOTP(self.secret).now())
        self.press("启用")
        self._codes = self.page.locator("main ul.mono li").all_inner_texts()
        self.follow("已保存,继续")

    def sign_in(self) -> None:
        """With password and the telephone's code, waiting for one that was not used."""
        self.go("/people/login/")
        self.fill(username=self.username, password=PASSWORD)
        self.press("登录")
        if self.secret:
            self.page.wait_for_timeout((31 - time.time() % 30) * 1000)
            self.fill(code=pyotp.TOTP(self.secret).now())
            self.press("登录")

    def sign_out(self) -> None:
        self.press("退出")

    def _prove_if_asked(self) -> None:
        if not self.page.get_by_role("heading", name="请再次验证身份").count():
            return
        self._gallery.proven += 1
        self.shot(f"prove-{self.username}-{self._gallery.proven}")
        self.fill(proof_password=PASSWORD)
        if self.secret:
            self.fill(proof_code=self._codes.pop())
        self.page.get_by_role("button", name="继续", exact=True).click()
        self.page.wait_for_load_state()

    def wait_until_looked(self, *, seconds: float = 300) -> None:
        """Until the machine has looked back at what was reported."""
        ends_at = time.monotonic() + seconds
        while self.page.locator("#look[hx-get]").count():
            if time.monotonic() > ends_at:
                raise TimeoutError("look back")
            self.page.wait_for_timeout(2000)
            if not self.with_script:
                self.page.reload()
