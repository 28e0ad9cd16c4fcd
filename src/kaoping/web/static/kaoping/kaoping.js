// Improves pages that work without it: keys in queues, drafts kept on a bad network, "select all", auto refresh.
(() => {
  "use strict";
  const typing = (e) => /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.ctrlKey || e.metaKey || e.altKey;
  // on a phone the menu is wider than the screen: the current desk is brought into sight
  document.querySelectorAll(".nav [aria-current], .tabs [aria-current]").forEach((one) => {
    const bar = one.closest("ul");
    bar.scrollLeft = one.offsetLeft - bar.offsetLeft - (bar.clientWidth - one.offsetWidth) / 2;
  });
  // any element with data-key="c" is pressed by that key
  document.addEventListener("keydown", (e) => {
    if (typing(e)) return;
    const target = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
    if (target) { e.preventDefault(); target.focus(); target.click(); }
  });
  // a form with data-draft="name" keeps what is typed in this browser until it has been sent
  const drafts = () => document.querySelectorAll("form[data-draft]");
  const store = (form) => `draft:${form.dataset.draft}`;
  const kept = (field) => field.name && !["hidden", "file", "password"].includes(field.type);
  drafts().forEach((form) => {
    try {
      const saved = JSON.parse(localStorage.getItem(store(form)) || "null");
      if (saved) {
        [...form.elements].filter(kept).forEach((f) => {
          if (f.type === "radio" || f.type === "checkbox") { if (f.name in saved) f.checked = [].concat(saved[f.name]).includes(f.value); }
          else if (f.name in saved && !f.value) f.value = saved[f.name];
        });
        form.querySelector("[data-draft-note]")?.removeAttribute("hidden");
      }
    } catch { /* a browser without storage keeps nothing */ }
    form.addEventListener("input", () => {
      const all = {};
      [...form.elements].filter(kept).forEach((f) => {
        if (f.type === "checkbox") { (all[f.name] ??= []); if (f.checked) all[f.name].push(f.value); }
        else if (f.type === "radio") { if (f.checked) all[f.name] = f.value; }
        else all[f.name] = f.value;
      });
      try { localStorage.setItem(store(form), JSON.stringify(all)); } catch { /* full or forbidden */ }
    });
  });
  // what was sent successfully is forgotten: the page after it names the draft
  document.querySelectorAll("[data-forget-draft]").forEach((one) => {
    try { localStorage.removeItem(`draft:${one.dataset.forgetDraft}`); } catch { /* nothing kept */ }
  });
  // an opened part of a form is gone on with at once; the words of a page begin at what is marked
  document.querySelectorAll("details").forEach((one) => one.addEventListener("toggle", () => {
    if (one.open) one.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }));
  document.querySelectorAll(".archived").forEach((page) => {
    const mark = page.querySelector("mark");
    if (mark) page.scrollTop = mark.offsetTop - page.offsetTop - page.clientHeight / 3;
  });
  document.querySelectorAll("[data-select-all]").forEach((box) => box.addEventListener("change", () => {
    document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(box.dataset.selectAll)}"]`).forEach((one) => { one.checked = box.checked; });
  }));
  document.querySelectorAll("form[data-auto-submit]").forEach((form) => form.addEventListener("change", () => form.requestSubmit()));
  document.querySelectorAll("[data-confirm]").forEach((one) => one.addEventListener("click", (e) => { if (!window.confirm(one.dataset.confirm)) e.preventDefault(); }));
  // pasted pictures go into the file field of a form with data-paste
  document.addEventListener("paste", (e) => {
    const field = document.querySelector("form[data-paste] input[type=file]");
    if (field && e.clipboardData?.files.length) { field.files = e.clipboardData.files; field.dispatchEvent(new Event("change", { bubbles: true })); }
  });
})();
