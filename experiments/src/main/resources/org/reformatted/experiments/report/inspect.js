
"use strict";
// Each row lies in a <template>, which the browser neither lays out nor paints; those of the page in view are copied into the list.
const PAGE = 25;
const templates = Array.from(document.querySelectorAll("template.row"));
const list = document.getElementById("list");
const fields = ["category", "verdict", "by"].map(name => document.getElementById(name));
const words = document.getElementById("words");
let found = templates;
let first = 0;

function matches(row) {
  const text = words.value.trim().toLowerCase();
  return fields.every(field => field.value === "" || row.dataset[field.id] === field.value)
    && (text === "" || row.content.textContent.toLowerCase().includes(text));
}

function show() {
  list.replaceChildren(...found.slice(first, first + PAGE).map(row => row.content.cloneNode(true)));
  const last = Math.min(first + PAGE, found.length);
  const place = found.length === 0 ? "no row fits" : "rows " + (first + 1) + " to " + last + " of " + found.length;
  document.querySelectorAll(".place").forEach(element => { element.textContent = place; });
  document.querySelectorAll(".back").forEach(button => { button.disabled = first === 0; });
  document.querySelectorAll(".on").forEach(button => { button.disabled = last >= found.length; });
}

function filter() {
  found = templates.filter(matches);
  first = 0;
  show();
}

function turn(by) {
  first = Math.max(0, first + by * PAGE);
  show();
  document.getElementById("rows").scrollIntoView();
}

fields.forEach(field => field.addEventListener("change", filter));
words.addEventListener("change", filter);
document.querySelectorAll(".back").forEach(button => button.addEventListener("click", () => turn(-1)));
document.querySelectorAll(".on").forEach(button => button.addEventListener("click", () => turn(1)));
filter();
