// How a sample and a training row are shown. Every text becomes a text node, so that none is ever read as markup.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes || {}).forEach(([key, text]) => {
    if (text !== undefined && text !== null) {
      made.setAttribute(key, text);
    }
  });
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// Where an answer holds what a policy found in it: the last place, thousands separators and spaces left aside; null where it is nowhere.
function place(text, found) {
  const exact = text.lastIndexOf(found);
  if (exact >= 0) {
    return [exact, exact + found.length];
  }
  const letters = found.replace(/[\s,]/g, "");
  if (letters === "" || letters.length > 80) {
    return null;
  }
  const loose = new RegExp(Array.from(letters).map(escaped).join("[\\s,]*"), "gi");
  const places = Array.from(text.matchAll(loose));
  const last = places[places.length - 1];
  return last === undefined ? null : [last.index, last.index + last[0].length];
}

function marked(text, found) {
  const at = found === undefined || found === "" ? null : place(text, found);
  return at === null
    ? element("pre", { tabindex: "0" }, text)
    : element("pre", { tabindex: "0" }, text.slice(0, at[0]), element("mark", { title: "found here" }, text.slice(at[0], at[1])), text.slice(at[1]));
}

function verdictMark(task, found, policy, number) {
  const verdict = verdictOf(task, found, policy, number);
  const score = value(found, policy, number);
  const shown = { right: "✓", wrong: "✗", none: "–", partly: String(score), measured: String(score) }[verdict];
  return element("span", { class: "mark " + verdict }, shown);
}

function words(verdict) {
  return { right: "right", wrong: "wrong", none: "no answer found", partly: "partly right", measured: "measured" }[verdict];
}

function policies(task, run, answer, number) {
  const body = element("tbody", {});
  task.policies.forEach(policy => {
    const verdict = verdictOf(task, run, policy.name, number);
    const score = value(run, policy.name, number);
    body.append(element("tr", {},
      element("th", { scope: "row" }, policy.name),
      element("td", {}, answer.found[policy.name] === undefined ? "nothing found" : answer.found[policy.name].slice(0, 200)),
      element("td", { class: verdict }, verdict === "measured" || verdict === "partly" ? String(score) : words(verdict))));
  });
  return element("details", {}, element("summary", {}, "verdict of each policy (" + task.policies.length + ")"),
    element("div", { class: "scroll", tabindex: "0" },
      element("table", {}, element("thead", {}, element("tr", {}, ...["policy", "found", "verdict"].map(text => element("th", { scope: "col" }, text)))), body)));
}

function judgment(one) {
  const head = one.judge + (one.turn === undefined ? "" : ", turn " + one.turn) + ": " + one.verdict;
  return element("details", {}, element("summary", {}, head),
    ...one.replies.map(([label, text]) => element("div", {}, element("h4", {}, label), element("pre", { tabindex: "0" }, text))));
}

function answerCard(one, number, i, found, policy) {
  const task = one.task;
  const run = task.runs[i];
  const answer = found.answers[i];
  if (run === null || answer === null) {
    return null;
  }
  const verdict = verdictOf(task, run, policy, number);
  const title = element("h3", {}, element("span", { class: "key " + index.runs[i].css }), named(index.runs[i]) + " ",
    verdictMark(task, run, policy, number),
    element("span", { class: verdict }, " " + (verdict === "none" && !isShare(task, policy) ? "no value" : words(verdict))));
  const card = element("section", { class: "card " + index.runs[i].css }, title, marked(answer.text, answer.found[policy]));
  (answer.later || []).forEach(([prompt, text]) => card.append(element("h4", {}, "asked next: " + prompt), element("pre", { tabindex: "0" }, text)));
  if (run.cut.includes(number)) {
    card.append(element("p", { class: "caution" }, "cut at the limit of new tokens"));
  }
  if (run.trained.includes(number)) {
    card.append(element("p", { class: "caution" }, "this arm learned a row that shares 13 words in a row with the question, or all of fewer"));
  }
  if (answer.others) {
    card.append(element("details", {}, element("summary", {}, "further answers drawn: " + answer.others.length),
      ...answer.others.map(text => element("pre", { tabindex: "0" }, text))));
  }
  card.append(policies(task, run, answer, number));
  (answer.judged || []).forEach(one => card.append(judgment(one)));
  return card;
}

function sampleView(one, number, state) {
  const found = detail(one, number);
  const policy = state.values.policy || one.task.lead;
  const view = element("div", {}, element("h2", {}, one.name + " " + one.ids[number]));
  if (one.task.category) {
    view.append(element("p", { class: "caution" }, one.task.category.names[one.task.category.at[number]]));
  }
  view.append(element("h3", {}, "question"), element("pre", { class: "question", tabindex: "0" }, found.prompt),
    element("h3", {}, "reference"), element("pre", { class: "reference", tabindex: "0" }, found.reference),
    element("h3", {}, "answers by " + policy));
  const cards = element("div", { class: "cards" });
  index.runs.forEach((run, i) => cards.append(...[answerCard(one, number, i, found, policy)].filter(card => card !== null)));
  view.append(cards, element("h3", {}, "nearest training rows"));
  const near = element("ul", { class: "near" });
  one.task.near[number].forEach((row, i) => near.append(element("li", {},
    element("a", { href: "#row=" + encodeURIComponent(index.rows.ids[row]) }, index.rows.ids[row]),
    " similarity " + found.near[i].toFixed(2) + ", " + index.rows.verdict.names[index.rows.verdict.at[row]])));
  view.append(near.children.length > 0 ? near : element("p", { class: "caution" }, "no training row shares a word with the question"));
  return view;
}

// The words of two texts that the other lacks, by the longest common subsequence; texts of more words are shown whole.
function diff(before, after) {
  const a = before.match(/\s+|[^\s]+/g) || [];
  const b = after.match(/\s+|[^\s]+/g) || [];
  if (a.length * b.length > 4e6) {
    return [[[before, false]], [[after, false]]];
  }
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const left = [];
  const right = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      left.push([a[i++], false]);
      right.push([b[j++], false]);
    } else if (j >= b.length || (i < a.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      left.push([a[i++], true]);
    } else {
      right.push([b[j++], true]);
    }
  }
  return [left, right];
}

function pieces(list, name) {
  return element("pre", { tabindex: "0" }, ...list.map(([text, changed]) => changed ? element(name, {}, text) : text));
}

function learnedBy(found, arm) {
  const what = found.learned[arm];
  return what === 0 ? "the original" : what === 1 ? "the realigned response" : null;
}

function rowView(number) {
  const found = detail(rowsOf, number);
  const verdict = index.rows.verdict.names[index.rows.verdict.at[number]];
  const [before, after] = diff(found.original, found.rewrite === undefined ? found.original : found.rewrite);
  const view = element("div", {}, element("h2", {}, "training row " + index.rows.ids[number]),
    element("p", {}, element("span", { class: "tag " + verdict }, verdict), " " + index.rows.category.names[index.rows.category.at[number]]
      + "; decided by " + index.rows.by.names[index.rows.by.at[number]] + ": " + found.why + "; length " + found.tokens.filter(n => n !== null).join(" → ")),
    element("h3", {}, "question"), element("pre", { class: "question", tabindex: "0" }, found.question),
    element("div", { class: "cards" },
      element("section", { class: "card" }, element("h3", {}, "original"), pieces(before, "del")),
      found.rewrite === undefined ? null
        : element("section", { class: "card" }, element("h3", {}, verdict === "rewritten" ? "rewrite" : "proposed and not taken"), pieces(after, "ins"))));
  const arms = element("ul", {});
  Object.keys(found.learned).forEach(arm => arms.append(learnedBy(found, arm) === null
    ? element("li", {}, arm + " learned:", element("pre", { tabindex: "0" }, found.learned[arm]))
    : element("li", {}, arm + " learned " + learnedBy(found, arm))));
  view.append(element("h3", {}, "what each arm learned of it"), arms);
  fold(view, "candidates", (found.candidates || []).map((text, i) => ["candidate " + (i + 1) + (i === found.chosen ? ", chosen" : ""), text]));
  fold(view, "evidence", (found.evidence || []).map(one => [one.source + ", score " + one.score.toFixed(3), one.text]));
  const back = element("ul", { class: "near" });
  collections.filter(one => one.task).forEach(one => one.task.near.forEach((rows, i) => {
    if (rows.includes(number)) {
      back.append(element("li", {}, element("a", { href: "#sample=" + encodeURIComponent(one.name) + "/" + encodeURIComponent(one.ids[i]) }, one.name + " " + one.ids[i])));
    }
  }));
  view.append(element("h3", {}, "samples that have it among their nearest rows: " + back.children.length), back);
  return view;
}

function fold(view, name, entries) {
  if (entries.length > 0) {
    view.append(element("details", {}, element("summary", {}, name + " (" + entries.length + ")"),
      ...entries.map(([title, text]) => element("div", { class: "card" }, element("h4", {}, title), element("pre", { tabindex: "0" }, text)))));
  }
}
