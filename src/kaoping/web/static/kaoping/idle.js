// Warns two minutes before a session locks, and tells when a part of a page found it locked. The page works without.
(() => {
  "use strict";
  const minutes = Number(document.body.dataset.idleMinutes || 0);
  if (!minutes) return;
  const box = document.createElement("div");
  box.className = "notice warn"; box.setAttribute("role", "alert"); box.hidden = true;
  const words = document.createElement("p"), button = document.createElement("button");
  button.type = "button"; button.textContent = "继续使用";
  box.append(words, button); document.getElementById("main").prepend(box);
  const say = (text, isLocked) => { words.textContent = text; button.hidden = isLocked; box.hidden = false; };
  let timer = 0;
  const wait = () => {
    clearTimeout(timer); box.hidden = true;
    timer = setTimeout(() => say("页面闲置较久,两分钟后将锁定。已填写的内容不会丢失。", false), (minutes - 2) * 60000);
  };
  button.addEventListener("click", async () => {
    const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    const answer = await fetch(document.body.dataset.stay, { method: "POST", headers: { ...token, "HX-Request": "true" } });
    if (answer.ok) wait(); else say("页面已锁定:请在新窗口中打开任一页面解锁,再回到这里继续。", true);
  });
  document.body.addEventListener("kaoping-locked", () => say("页面已锁定:请在新窗口中打开任一页面解锁,再回到这里继续。", true));
  wait();
})();
