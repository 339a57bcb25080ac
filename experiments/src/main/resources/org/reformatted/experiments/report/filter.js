// Which samples and rows are shown, from the part of the address behind "#".
function readAddress(address) {
  const state = { view: "report", anchor: "", values: {} };
  const parts = address.replace(/^#/, "").split("&");
  const [view, name] = [parts[0].split("=")[0], parts[0].split("=").slice(1).join("=")];
  parts.slice(1).forEach(one => {
    const at = one.indexOf("=");
    if (at > 0) {
      state.values[one.slice(0, at)] = decoded(one.slice(at + 1));
    }
  });
  if (view === "sample") {
    const at = name.indexOf("/");
    return Object.assign(state, { view, task: decoded(name.slice(0, at)), id: decoded(name.slice(at + 1)) });
  }
  if (view === "samples") {
    return Object.assign(state, { view, task: name === "" ? index.tasks[0].name : decoded(name) });
  }
  if (view === "row") {
    return Object.assign(state, { view, id: decoded(name) });
  }
  return view === "rows" ? Object.assign(state, { view }) : Object.assign(state, { anchor: address.replace(/^#/, "") });
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (e) {
    return text;
  }
}

function writeAddress(state) {
  const head = state.view === "rows" ? "#rows" : "#samples=" + encodeURIComponent(state.task);
  return head + Object.entries(state.values).filter(([, value]) => value !== "" && value !== undefined)
    .map(([name, value]) => "&" + name + "=" + encodeURIComponent(value)).join("");
}

// A run's value of a sample: 1, 0 or a share for answers that are right or wrong, or what is measured; null where nothing was found.
function value(run, policy, number) {
  const values = run.values[policy];
  if (values === undefined) {
    return null;
  }
  if (typeof values === "string") {
    return values[number] === "-" ? null : Number(values[number]);
  }
  return values[number];
}

function unit(task, policy) {
  task.units = task.units || new Map(task.policies.map(one => [one.name, one.unit]));
  return task.units.get(policy) || "";
}

function isShare(task, policy) {
  return unit(task, policy) === "percent";
}

function named(run) {
  return run.arm + (run.seed === "" ? "" : ", seed " + run.seed);
}

// The runs that the filters name, as pairs of number and run.
function chosen(task, values) {
  return index.runs.map((run, i) => ({ i, run, found: task.runs[i] }))
    .filter(one => one.found !== null
      && (!values.arm || one.run.arm === values.arm) && (!values.seed || one.run.seed === values.seed || one.run.seed === ""));
}

function verdictOf(task, found, policy, number) {
  const score = value(found, policy, number);
  if (score === null) {
    return "none";
  }
  return !isShare(task, policy) ? "measured" : score >= 1 ? "right" : score > 0 ? "partly" : "wrong";
}

// The values of two arms with the same seed differ.
function paired(task, values, policy, number) {
  return chosen(task, values).some(one => {
    const other = index.runs.findIndex((run, i) => run.arm === values.against && task.runs[i] !== null
      && (run.seed === one.run.seed || run.seed === "" || one.run.seed === ""));
    if (other < 0) {
      return false;
    }
    let a = value(one.found, policy, number);
    let b = value(task.runs[other], policy, number);
    if (isShare(task, policy)) {
      a = a === null ? 0 : a;
      b = b === null ? 0 : b;
    }
    return a !== null && b !== null
      && (values.pair === "ahead" ? a > b : values.pair === "behind" ? a < b : a !== b);
  });
}

// Some policies find a run's answer right and others do not.
function disagree(found, shares, number) {
  let right = 0;
  for (const policy of shares) {
    right += (value(found, policy, number) || 0) >= 1 ? 1 : 0;
  }
  return right > 0 && right < shares.length;
}

// A test of a sample's number for the filters of an address.
function sampleTest(one, values) {
  const task = one.task;
  const policy = values.policy || task.lead;
  const runs = chosen(task, values);
  const tests = [];
  const flags = (name, field) => {
    if (values[name]) {
      const sets = runs.map(run => new Set(run.found[field]));
      tests.push(i => sets.some(set => set.has(i)));
    }
  };
  if (values.category && task.category) {
    const wanted = task.category.names.indexOf(values.category);
    tests.push(i => task.category.at[i] === wanted);
  }
  if (values.verdict) {
    tests.push(i => runs.some(run => verdictOf(task, run.found, policy, i) === values.verdict));
  }
  if (values.all) {
    tests.push(i => runs.length > 0 && runs.every(run => (verdictOf(task, run.found, policy, i) === "right") === (values.all === "right")));
  }
  if (values.pair && values.against) {
    tests.push(i => paired(task, values, policy, i));
  }
  if (values.pair && !values.against) {
    tests.push(i => new Set(runs.map(run => value(run.found, policy, i))).size > 1);
  }
  if (values.judged) {
    const letters = { win: "w", tie: "t", loss: "l", none: "n", rated: "r" }[values.judged];
    tests.push(i => runs.some(run => run.found.judged !== undefined && run.found.judged[i] === letters));
  }
  if (values.disagree) {
    const shares = task.policies.filter(one => one.unit === "percent").map(one => one.name);
    tests.push(i => runs.some(run => disagree(run.found, shares, i)));
  }
  flags("cut", "cut");
  flags("trained", "trained");
  return tests;
}

function rowTest(values) {
  return ["block", "category", "verdict", "by"].filter(name => values[name] && index.rows[name]).map(name => {
    const wanted = index.rows[name].names.indexOf(values[name]);
    return i => index.rows[name].at[i] === wanted;
  });
}

// The numbers of the entries that the filters keep, sorted.
function find(one, values) {
  const tests = one.task ? sampleTest(one, values) : rowTest(values);
  const words = (values.q || "").trim().toLowerCase();
  if (words !== "") {
    tests.push(i => haystack(one, i).includes(words));
  }
  const found = [];
  for (let i = 0; i < one.ids.length; i++) {
    if (tests.every(test => test(i))) {
      found.push(i);
    }
  }
  return sorted(one, values, found);
}

function sorted(one, values, found) {
  if (values.sort === "id") {
    return found.sort((a, b) => one.ids[a].localeCompare(one.ids[b], "en", { numeric: true }));
  }
  if (one.task && (values.sort === "most" || values.sort === "least")) {
    const policy = values.policy || one.task.lead;
    const runs = chosen(one.task, values);
    const sums = new Map(found.map(i => [i, runs.reduce((sum, run) => sum + (value(run.found, policy, i) || 0), 0)]));
    const sign = values.sort === "most" ? -1 : 1;
    return found.sort((a, b) => sign * (sums.get(a) - sums.get(b)) || a - b);
  }
  return found;
}
