// The application: menu, home blocks, a column's list or an article, drawn into #app.
(function () {
  var app = document.getElementById("app");
  var self = document.currentScript;
  function get(url) { return fetch(url).then(function (r) { return r.json(); }).then(function (a) { return a.data; }); }
  function rows(items) {
    return "<ul>" + items.map(function (r) {
      return "<li><a href='" + r.url + "'>" + r.title + "</a><time>" + r.publishTime.slice(0, 10) + "</time></li>";
    }).join("") + "</ul>";
  }
  function part(html) { var box = document.createElement("div"); box.innerHTML = html; app.appendChild(box); return box; }
  var menu = part(""), main = part("");
  get("/api/site/menu").then(function (items) {
    menu.innerHTML = items.map(function (m) { return "<a href='" + m.url + "'>" + m.name + "</a> "; }).join("");
  });
  function list(column, page) {
    get("/api/column/list?columnId=" + column + "&pageNo=" + page + "&pageSize=15").then(function (got) {
      main.innerHTML = "<h2>" + got.columnName + "</h2>" + (got.rows.length ? rows(got.rows) : "<p></p>");
      if (page * got.pageSize < got.total) {
        var next = document.createElement("button");
        next.textContent = "下一页";
        next.onclick = function () { list(column, page + 1); };
        main.appendChild(next);
      }
    });
  }
  var state = window.__INITIAL_STATE__;
  if (state) {
    var a = state.article;
    main.innerHTML = "<h1>" + a.title + "</h1><p>发布时间：" + a.publishTime + " 来源：" + a.source + "</p>" + a.content;
  } else if (self.getAttribute("data-column")) {
    list(self.getAttribute("data-column"), 1);
  } else {
    get("/api/home/blocks").then(function (blocks) {
      main.innerHTML = blocks.map(function (b) { return "<h2>" + b.columnName + "</h2>" + rows(b.rows); }).join("");
    });
  }
})();
