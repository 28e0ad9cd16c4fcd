// Draws the rows that lie in the page as XML, and fetches further ones.
(function () {
  var box = document.getElementById(jpage_unit);
  var store = box.getElementsByTagName("script")[0].textContent;
  function rows(text) {
    var found = text.match(/<record><!\[CDATA\[[\s\S]*?\]\]><\/record>/g) || [];
    return found.map(function (r) { return r.slice(17, -12); });
  }
  function draw(items) {
    var list = document.createElement("ul");
    list.innerHTML = items.join("");
    box.appendChild(list);
    if (window.jpage_more) { window.jpage_more.remove(); window.jpage_more = null; }
    shown += items.length;
    if (shown < totalRecord) {
      var more = window.jpage_more = document.createElement("button");
      more.textContent = "下一页";
      more.onclick = next;
      box.appendChild(more);
    }
  }
  function next() {
    var address = proxyUrl + "?startrecord=" + (shown + 1) + "&endrecord=" + (shown + perPage) + "&perpage=" +
      perPage + "&columnid=" + columnid + "&unitid=" + unitid + "&col=1";
    fetch(address).then(function (r) { return r.text(); }).then(function (t) { draw(rows(t)); });
  }
  var shown = 0;
  draw(rows(store));
})();
