// Two forms of the same pager: numbers in place, or into a named element.
function createPageHTML(a, b, c, d, e) {
  var target = null, count, current, name, extension;
  if (typeof a === "string") {
    target = document.getElementById(a); count = b; current = c - 1; name = d; extension = e;
  } else {
    count = a; current = b; name = c; extension = d;
  }
  var out = "";
  for (var n = 0; n < count; n++) {
    var href = name + (n ? "_" + n : "") + "." + extension;
    out += n === current ? "<span>" + (n + 1) + "</span> " : "<a href='" + href + "'>" + (n + 1) + "</a> ";
  }
  if (target) { target.innerHTML = out; } else { document.write(out); }
}
