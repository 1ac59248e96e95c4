// Line numbers beside the text, the way from a fault to its line, and nothing typed is lost while a check runs.
"use strict";
(function () {
  const numbers = document.getElementById("numbers");
  let sent = null;

  function text() { return document.getElementById("text"); }

  // Line -> "error" or "warning", as the list of faults has it; an error is stronger.
  function faulty() {
    const found = new Map();
    document.querySelectorAll("#faults li").forEach(function (fault) {
      const link = fault.querySelector("a.to-line");
      if (!link || found.get(Number(link.dataset.line)) === "error") return;
      found.set(Number(link.dataset.line), fault.classList.contains("error") ? "error" : "warning");
    });
    return found;
  }

  function count() {
    const lines = text().value.split("\n").length;
    const marks = faulty();
    const shown = lines + " " + JSON.stringify(Array.from(marks));
    if (numbers.dataset.shown === shown) return;
    numbers.dataset.shown = shown;
    numbers.replaceChildren();
    for (let line = 1; line <= lines; line += 1) {
      if (line > 1) numbers.append("\n");
      if (!marks.has(line)) { numbers.append(String(line)); continue; }
      const mark = document.createElement("b");
      mark.className = marks.get(line);
      mark.textContent = "! " + line;
      numbers.append(mark);
    }
    scroll();
  }

  function scroll() { numbers.scrollTop = text().scrollTop; }

  function jump(line, column) {
    const area = text();
    const lines = area.value.split("\n");
    const before = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const height = parseFloat(getComputedStyle(area).lineHeight);
    area.focus();
    area.setSelectionRange(before + Math.max(0, column - 1), before + (lines[line - 1] || "").length);
    area.scrollTop = Math.max(0, (line - 4) * height);
    scroll();
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("a.to-line");
    if (!link) return;
    event.preventDefault();
    jump(Number(link.dataset.line), Number(link.dataset.column || 1));
  });
  document.addEventListener("input", function (event) { if (event.target.id === "text") count(); });
  document.addEventListener("scroll", function (event) { if (event.target.id === "text") scroll(); }, true);
  // What somebody writes after a check was sent is newer than its answer: the next check takes it along.
  function isTouched(field) {
    if (!field || !field.closest || !field.closest("#figures")) return false;
    if (sent && field === sent.field) return field.value !== sent.value;
    if (field.options) return Array.from(field.options).some((o) => o.selected !== o.defaultSelected);
    return field.value !== undefined && field.value !== field.defaultValue;
  }

  document.addEventListener("htmx:beforeRequest", function () {
    const field = document.activeElement;
    sent = { text: text().value, field: field, value: field && field.value };
  });
  document.addEventListener("htmx:oobBeforeSwap", function (event) {
    if ((sent && text().value !== sent.text) || isTouched(document.activeElement)) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:oobAfterSwap", function () { count(); });
  document.addEventListener("htmx:afterSwap", function () { count(); });
  count();
  const asked = /^#line-(\d+)$/.exec(location.hash);
  if (asked) jump(Number(asked[1]), 1);
})();
