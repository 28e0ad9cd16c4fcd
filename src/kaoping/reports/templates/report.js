(function () {
  "use strict";
  var doc = document;
  var all = function (selector, root) {
    return Array.prototype.slice.call((root || doc).querySelectorAll(selector));
  };
  var toggle = function (open) {
    all("details.check, details.rest-of, details.site").forEach(function (part) { part.open = open; });
  };

  // Browsers that cannot print closed parts by style alone get them opened, and closed again.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("details:not([open])");
    opened.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (part) { part.open = false; });
  });

  var reveal = function () {
    var target = doc.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") { part.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  };
  window.addEventListener("hashchange", reveal);
  if (location.hash) { reveal(); }
  var narrow = doc.querySelector(".toc > details");
  if (narrow && window.matchMedia("(max-width: 1079px)").matches) { narrow.open = false; }

  var form = doc.getElementById("filter");
  if (!form) { return; }
  var text = doc.getElementById("f-text");
  var count = doc.getElementById("f-count");
  var boxes = all("input[name=lane]", form);
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  doc.getElementById("f-open").addEventListener("click", function () { toggle(true); });
  doc.getElementById("f-close").addEventListener("click", function () { toggle(false); });

  var rows = null;
  var gather = function () {
    rows = all("details.check").map(function (block) {
      var title = block.querySelector("summary").textContent.toLowerCase();
      return {
        block: block,
        items: all(".ob", block).map(function (item) {
          return { item: item, lane: item.getAttribute("data-lane"), words: title + item.textContent.toLowerCase() };
        })
      };
    });
  };
  var apply = function () {
    if (!rows) { gather(); }
    var wanted = text.value.trim().toLowerCase();
    var lanes = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    var isFiltered = wanted !== "" || lanes.length < boxes.length;
    var shown = 0;
    rows.forEach(function (entry) {
      var kept = 0;
      entry.items.forEach(function (row) {
        var fits = lanes.indexOf(row.lane) >= 0 && row.words.indexOf(wanted) >= 0;
        row.item.hidden = !fits;
        kept += fits ? 1 : 0;
      });
      entry.block.hidden = isFiltered && kept === 0;
      if (wanted && kept) {
        entry.block.open = true;
        all("details.rest-of", entry.block).forEach(function (rest) { rest.open = true; });
      }
      shown += kept;
    });
    all("section.group").forEach(function (group) {
      group.hidden = isFiltered && !group.querySelector("details.check:not([hidden])");
    });
    all("details.site").forEach(function (site) {
      var fits = !!site.querySelector("details.check:not([hidden])");
      site.hidden = isFiltered && !fits;
      if (wanted && fits) { site.open = true; }
    });
    count.textContent = isFiltered ? "符合 " + shown + " 条" : "";
  };
  var waiting = 0;
  text.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 150);
  });
  boxes.forEach(function (box) { box.addEventListener("change", apply); });
})();
