// Greedy decoding by llama.cpp through the npm package node-llama-cpp. Reads {"modules": [...], "model", "rows": [...], "tokens", "threads"} from its
// last argument and prints {"version", "speeds": {rows: tokens a second}}: from the start token alone, behind some tokens that are not counted.
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const settings = JSON.parse(process.argv[process.argv.length - 1]);
const folder = settings.modules.map((root) => join(root, "node-llama-cpp")).find((path) => existsSync(join(path, "package.json")));
if (!folder) process.exit(3);
const description = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const {getLlama} = await import(pathToFileURL(join(folder, description.main)));

const llama = await getLlama({gpu: false, build: "never", progressLogs: false, logLevel: "error", maxThreads: settings.threads});
const model = await llama.loadModel({modelPath: settings.model, gpuLayers: 0});

async function write(sequence, tokens) {
  await sequence.clearHistory();
  let written = 0;
  for await (const token of sequence.evaluate([model.tokens.bos], {temperature: 0, yieldEogToken: true})) {
    if (++written >= tokens) break;
  }
}

const speeds = {};
for (const rows of settings.rows) {
  const context = await model.createContext({
    sequences: rows, contextSize: settings.tokens + 8, batchSize: Math.max(rows, 8), threads: settings.threads,
  });
  const sequences = Array.from({length: rows}, () => context.getSequence());
  const round = (tokens) => Promise.all(sequences.map((sequence) => write(sequence, tokens)));
  await round(Math.min(8, settings.tokens));
  const began = performance.now();
  await round(settings.tokens);
  speeds[rows] = rows * settings.tokens / ((performance.now() - began) / 1000);
  await context.dispose();
}
console.log(JSON.stringify({version: description.version, speeds}));
process.exit(0);
