// The browser: controls, list, the entry that is open, and keys. The address says everything, so that each view can be linked.
const PAGE = 50;
let state = readAddress("#samples");
let shown = collections[0];
let found = [];
let open = -1;
let page = 0;

function choice(name, label, options, current) {
  const select = element("select", { name, id: "control-" + name });
  options.forEach(([text, shownText]) => select.append(element("option", { value: text }, shownText)));
  select.value = current || "";
  return element("label", {}, label + " ", select);
}

function tick(name, label, current) {
  const box = element("input", { type: "checkbox", name, id: "control-" + name, value: "1" });
  box.checked = current === "1";
  return element("label", {}, box, " " + label);
}

function any(list) {
  return [["", "any"]].concat(list.map(text => [text, text]));
}

function controls() {
  const values = state.values;
  const search = element("input", { type: "search", name: "q", id: "control-q" });
  search.value = values.q || "";
  const form = byId("controls");
  const common = [element("label", {}, "search ", search)];
  if (shown.task === null) {
    form.replaceChildren(...common, ...(index.rows.block ? [choice("block", "set", any(index.rows.block.names), values.block)] : []), choice("category", "category", any(index.rows.category.names), values.category),
      choice("verdict", "verdict", any(index.rows.verdict.names), values.verdict),
      choice("by", "decided by", any(index.rows.by.names), values.by), choice("sort", "order", [["", "as in the set"], ["id", "id"]], values.sort));
    return;
  }
  const arms = Array.from(new Set(index.runs.map(run => run.arm)));
  const seeds = Array.from(new Set(index.runs.map(run => run.seed).filter(seed => seed !== "")));
  form.replaceChildren(...common,
    choice("task", "task", index.tasks.map(task => [task.name, task.name]), shown.name),
    choice("policy", "policy", shown.task.policies.map(one => [one.name, one.name]), values.policy || shown.task.lead),
    choice("arm", "arm", any(arms), values.arm), choice("seed", "seed", any(seeds), values.seed),
    choice("verdict", "verdict", [["", "any"], ["right", "right"], ["wrong", "wrong"], ["partly", "partly right"], ["none", "no answer found"]], values.verdict),
    choice("all", "every arm", [["", "any"], ["right", "right"], ["wrong", "not right"]], values.all),
    choice("against", "against", any(arms), values.against),
    choice("pair", "pair", [["", "any"], ["differ", "differ"], ["ahead", "arm is better"], ["behind", "other is better"]], values.pair),
    ...(shown.task.category ? [choice("category", "category", any(shown.task.category.names), values.category)] : []),
    ...(shown.task.runs.some(run => run && run.judged) ? [choice("judged", "judged", [["", "any"], ["win", "won"], ["tie", "tied"], ["loss", "lost"], ["rated", "rated"], ["none", "no verdict"]], values.judged)] : []),
    tick("disagree", "policies disagree", values.disagree), tick("cut", "cut at the limit", values.cut), tick("trained", "in the training rows", values.trained),
    choice("sort", "order", [["", "as in the file"], ["id", "id"], ["most", "most right first"], ["least", "fewest right first"]], values.sort));
}

function item(number) {
  const entry = detail(shown, number);
  const link = element("a", { href: entryAddress(number) });
  link.append(element("span", { class: "id" }, shown.ids[number]));
  if (shown.task) {
    const policy = state.values.policy || shown.task.lead;
    const marks = element("span", { class: "marks" });
    shown.task.runs.forEach((run, i) => {
      if (run !== null) {
        const mark = verdictMark(shown.task, run, policy, number);
        mark.setAttribute("title", named(index.runs[i]) + ": " + words(verdictOf(shown.task, run, policy, number)));
        mark.classList.add(index.runs[i].css);
        marks.append(mark);
      }
    });
    link.append(marks);
  } else {
    const verdict = index.rows.verdict.names[index.rows.verdict.at[number]];
    link.append(element("span", { class: "tag " + verdict }, verdict));
  }
  link.append(element("span", { class: "start" }, entry === undefined ? "" : (entry.prompt || entry.question).slice(0, 140)));
  const made = element("li", {}, link);
  if (number === open) {
    link.setAttribute("aria-current", "true");
  }
  return made;
}

function entryAddress(number) {
  return shown.task
    ? "#sample=" + encodeURIComponent(shown.name) + "/" + encodeURIComponent(shown.ids[number])
    : "#row=" + encodeURIComponent(shown.ids[number]);
}

function list() {
  const from = page * PAGE;
  const visible = found.slice(from, from + PAGE);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  byId("place").textContent = found.length + " of " + shown.ids.length + (shown.task ? " samples of " + shown.name : " training rows")
    + (pages > 1 ? ", page " + (page + 1) + " of " + pages : "");
  byId("list").replaceChildren(...visible.map(item));
  need(shown, visible).then(loaded => {
    if (loaded !== true && loaded.length > 0) {
      byId("list").replaceChildren(...visible.map(item));
    }
  }).catch(missing);
}

function missing(error) {
  byId("place").textContent = error.message;
}

function filter(keepOpen) {
  found = find(shown, state.values);
  page = 0;
  if (keepOpen && open >= 0 && found.includes(open)) {
    page = Math.floor(found.indexOf(open) / PAGE);
  }
  list();
}

// Scrolls a list, and not the page, until one of its entries is seen.
function within(list, one) {
  const top = one.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (top < 0 || top + one.offsetHeight > list.clientHeight) {
    list.scrollTop += top - list.clientHeight / 3;
  }
}

function show(number) {
  open = number;
  const at = found.indexOf(number);
  if (at >= 0) {
    page = Math.floor(at / PAGE);
  }
  need(shown, [number]).then(() => {
    byId("detail").replaceChildren(shown.task ? sampleView(shown, number, state) : rowView(number));
    byId("detail").scrollTop = 0;
    list();
    const current = document.querySelector("#list [aria-current]");
    if (current) {
      within(byId("list"), current);
    }
  }).catch(missing);
}

function closed(text) {
  open = -1;
  byId("detail").replaceChildren(element("p", { class: "caution" }, text));
}

function reveal(anchor) {
  byId("browser").hidden = true;
  byId("report").hidden = false;
  const target = anchor === "" ? null : byId(anchor);
  for (let one = target; one !== null; one = one.parentElement) {
    if (one.tagName === "DETAILS") {
      one.open = true;
    }
  }
  if (target !== null) {
    target.scrollIntoView();
  }
}

function route() {
  const next = readAddress(location.hash);
  if (next.view === "report") {
    reveal(next.anchor);
    return;
  }
  byId("report").hidden = true;
  byId("browser").hidden = false;
  const one = next.view === "row" || next.view === "rows" ? rowsOf : collection(next.task);
  if (one === undefined) {
    missing(new Error("no task is named " + next.task));
    return;
  }
  const single = next.view === "sample" || next.view === "row";
  if (single && shown === one && state.view !== "report") {
    next.values = Object.assign({}, state.values, next.values);
  }
  const same = single && shown === one && found.length > 0;
  shown = one;
  state = Object.assign(next, { view: one.task ? "samples" : "rows", task: one.name });
  controls();
  const ready = state.values.q ? need(one, null) : Promise.resolve(true);
  ready.then(() => {
    if (!same) {
      filter(false);
    }
    if (!single) {
      closed("Open an entry of the list to see it.");
      list();
      return;
    }
    const number = one.at.get(next.id);
    if (number === undefined) {
      closed("There is no entry " + next.id + ".");
    } else {
      show(number);
    }
  }).catch(missing);
}

function changed() {
  const form = new FormData(byId("controls"));
  const values = {};
  form.forEach((text, name) => { values[name] = text; });
  const task = values.task;
  delete values.task;
  if (shown.task && values.policy === shown.task.lead) {
    delete values.policy;
  }
  if (task !== undefined && task !== shown.name) {
    location.hash = writeAddress({ view: "samples", task, values: values.q ? { q: values.q } : {} });
    return;
  }
  state.values = values;
  history.replaceState(null, "", writeAddress(state));
  const run = () => filter(true);
  if (values.q) {
    need(shown, null).then(run).catch(missing);
  } else {
    run();
  }
}

function move(by) {
  const at = open < 0 ? (by > 0 ? -1 : found.length) : found.indexOf(open);
  const next = found[Math.min(found.length - 1, Math.max(0, at + by))];
  if (next !== undefined) {
    history.replaceState(null, "", entryAddress(next));
    show(next);
  }
}

function turn(by) {
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  page = Math.min(pages - 1, Math.max(0, page + by));
  list();
}

function key(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const browsing = !byId("browser").hidden;
  if (event.key === "Escape") {
    if (typing) {
      event.target.blur();
    } else if (browsing) {
      location.hash = "#top";
    }
    return;
  }
  if (typing) {
    return;
  }
  if (event.key === "/") {
    event.preventDefault();
    if (!browsing) {
      history.pushState(null, "", "#samples");
      route();
    }
    byId("control-q").focus();
    return;
  }
  const actions = { j: () => move(1), k: () => move(-1), n: () => turn(1), p: () => turn(-1) };
  if (browsing && actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
}

byId("controls").addEventListener("input", changed);
byId("controls").addEventListener("submit", event => event.preventDefault());
document.addEventListener("keydown", key);
window.addEventListener("hashchange", route);
route();
