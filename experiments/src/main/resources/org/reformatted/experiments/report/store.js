// Data of the page: an index of all samples and training rows, and their texts, which stand in the page or in scripts beside it.
const byId = id => document.getElementById(id);
const index = JSON.parse(byId("index").textContent);
const texts = new Map();
const awaited = new Map();

// Collections of entries: the tasks' samples and the training rows.
const collections = index.tasks.map((task, number) => ({ key: "t" + number, name: task.name, task, entry: task, ids: task.ids }));
collections.push({ key: "rows", name: "training rows", task: null, entry: index.rows, ids: index.rows.ids });
for (const one of collections) {
  one.at = new Map(one.ids.map((id, i) => [id, i]));
}
const rowsOf = collections[collections.length - 1];

function collection(name) {
  return collections.find(one => one.task && one.name === name);
}

function part(one, number) {
  return one.entry.shard === 0 ? one.key : one.key + "/" + Math.floor(number / one.entry.shard);
}

// The texts of an entry; undefined while they are not loaded.
function detail(one, number) {
  if (one.entry.shard === 0) {
    if (!texts.has(one.key)) {
      texts.set(one.key, JSON.parse(byId(one.key).textContent));
    }
    return texts.get(one.key)[number];
  }
  const shard = texts.get(part(one, number));
  return shard === undefined ? undefined : shard[number % one.entry.shard];
}

// Called by the scripts beside the page.
function reportShard(key, number, entries) {
  texts.set(key + "/" + number, entries);
}

function load(name) {
  if (!awaited.has(name)) {
    awaited.set(name, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = "samples/" + name.replace("/", "-") + ".js";
      script.onload = () => done(true);
      script.onerror = () => failed(new Error(script.src + " is missing: keep the folder samples beside this page"));
      document.head.append(script);
    }));
  }
  return awaited.get(name);
}

// Loads the texts of entries; all of a collection where none are named.
function need(one, numbers) {
  if (one.entry.shard === 0) {
    return Promise.resolve(true);
  }
  const wanted = new Set((numbers || one.ids.map((id, i) => i)).map(i => part(one, i)));
  return Promise.all(Array.from(wanted).filter(name => !texts.has(name)).map(load));
}

// Everything a search looks in, in lower case.
function haystack(one, number) {
  one.lower = one.lower || [];
  if (one.lower[number] === undefined) {
    const found = detail(one, number);
    if (found === undefined) {
      return one.ids[number].toLowerCase();
    }
    const all = one.task
      ? [one.ids[number], found.prompt, found.reference].concat(found.answers.filter(answer => answer).map(answer => answer.text))
      : [one.ids[number], found.question, found.original, found.rewrite || ""];
    one.lower[number] = all.join("\n").toLowerCase();
  }
  return one.lower[number];
}
