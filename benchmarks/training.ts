// Images per second of training: our backends, PyTorch and Keras, in turns, on the models of training/columns.ts.
//
//   npm run bench -- training [COLUMN…]     'dense 128', 'conv28 750', …; all by default
//
// Each contender is a process of its own that stays, warm and idle, while the others train; every round goes once
// through all of them. Results are merged into docs/benchmarks/training.json, and the tables of docs/benchmarks.md are
// made from it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { columns } from './training/columns.js';
import { startContender, type Contender } from './training/contender.js';
import { pythonWith } from './training/python.js';
import { trainingTables, type Results } from './training/table.js';
import { work } from './training/work.js';

const rounds = 9;
const seconds = 2;
const resultsFile = 'docs/benchmarks/training.json';
const page = 'docs/benchmarks.md';
const marks = { start: '<!-- training -->', end: '<!-- end of training -->' };

/** As glibc returns large blocks to the system at once, PyTorch as installed spends much of its time on fresh pages. */
const tuned = { MALLOC_MMAP_THRESHOLD_: '33554432', MALLOC_TRIM_THRESHOLD_: '17179869184' };

const [command, ...args] = process.argv.slice(2);
if (command === 'work') await work(...(args as Parameters<typeof work>));
else if (command === 'table') writeTables(readResults());
else await measure(process.argv.length > 2 ? process.argv.slice(2) : Object.keys(columns));

async function measure(names: readonly string[]): Promise<void> {
  for (const name of names)
    if (!(name in columns))
      throw new Error(`training: ${name} is not one of ${Object.keys(columns).join(', ')}`);
  for (const name of names) {
    const measured = await inTurns(await startContenders(name));
    const before = readResults();
    writeTables({ machine: machine(), rounds: { ...before.rounds, [name]: measured } });
  }
}

async function startContenders(column: string): Promise<Contender[]> {
  const own = (name: string, ...backend: string[]) =>
    startContender(name, [process.execPath, process.argv[1], 'work', column, ...backend]);
  const peer = (name: string, python: string, peerArgs: string[], env = {}) =>
    startContender(name, [python, 'benchmarks/training-peers.py', column, ...peerArgs], env);
  const torch = pythonWith('torch', ['torch', 'numpy'], 'torch');
  const keras = pythonWith('keras', ['keras', 'tensorflow-cpu'], 'tensorflow');
  const starting = [own('wasm', 'wasm'), own('wasm with onnxruntime', 'wasm', 'onnxruntime')];
  for (const threads of ['1', '2']) {
    const plural = threads === '1' ? 'thread' : 'threads';
    starting.push(peer(`PyTorch, ${threads} ${plural}`, torch, ['torch', threads]));
    starting.push(peer(`PyTorch tuned, ${threads} ${plural}`, torch, ['torch', threads], tuned));
  }
  starting.push(peer('Keras', keras, ['keras'], { TF_CPP_MIN_LOG_LEVEL: '3', KERAS_BACKEND: 'tensorflow' }));
  const ifThere = (name: string) =>
    own(name, name).then(
      (contender) => [contender],
      (error: Error) => notMeasured(name, error),
    );
  const optional = [];
  for (const name of ['native', 'webgpu', 'gpu']) optional.push(...(await ifThere(name)));
  return [...optional, ...(await Promise.all(starting))];
}

function notMeasured(name: string, error: Error): [] {
  console.warn(`${name}: not measured (${error.message})`);
  return [];
}

async function inTurns(contenders: readonly Contender[]): Promise<Record<string, number[]>> {
  const found = Object.fromEntries(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++)
    for (const { name, train } of contenders) found[name].push(Math.round(await train(seconds)));
  contenders.forEach(({ stop }) => stop());
  return found;
}

function machine(): Results['machine'] {
  const version = (python: string, module: string) =>
    execFileSync(python, ['-c', `from importlib.metadata import version; print(version('${module}'))`], {
      encoding: 'utf8',
    }).trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
    pytorch: version(pythonWith('torch', [], 'torch'), 'torch'),
    keras: version(pythonWith('keras', [], 'tensorflow'), 'keras'),
    tensorflow: version(pythonWith('keras', [], 'tensorflow'), 'tensorflow-cpu'),
  };
}

function readResults(): Results {
  try {
    return JSON.parse(readFileSync(resultsFile, 'utf8')) as Results;
  } catch {
    return { machine: {}, rounds: {} };
  }
}

/** The results, and between its two marks on the page, their tables. */
function writeTables(results: Results): void {
  mkdirSync('docs/benchmarks', { recursive: true });
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  const text = readFileSync(page, 'utf8');
  const before = text.slice(0, text.indexOf(marks.start) + marks.start.length);
  const after = text.slice(text.indexOf(marks.end));
  const about = Object.entries(results.machine).map(([name, value]) => `${name} ${value}`);
  writeFileSync(page, `${before}\n\n${about.join(', ')}\n\n${trainingTables(results)}\n${after}`);
  console.log(trainingTables(results));
}
