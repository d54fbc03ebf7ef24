// How much sooner a sweep ends on two worker processes than on one, one thread each, start-up included.
//
//   npm run bench -- sweep [RUNS] [PAIRS]   24 runs (a multiple of 4), three times on one worker and on two
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [runs = '24', pairs = '3'] = process.argv.slice(2);
const main = resolve('apps/cli/dist/main.js');
const home = mkdtempSync(join(tmpdir(), 'aelab sweeps '));
const plan = {
  base: {
    dataset: 'mnist',
    subset: { train: 8000, test: 1000 },
    model: { type: 'dense', hidden: [256] },
    training: { epochs: 6, batchSize: 64 },
    backend: 'wasm',
  },
  axes: { 'model.latentDim': [4, 8, 16, 32] },
  seeds: Number(runs) / 4,
};
writeFileSync(join(home, 'plan.yaml'), JSON.stringify(plan));
execFileSync(process.execPath, ['tools/aelab.mjs', '--version'], { stdio: 'ignore' }); // builds
const ratios = Array.from({ length: Number(pairs) }, (_, pair) => {
  const order = pair % 2 === 0 ? [1, 2] : [2, 1];
  const seconds = Object.fromEntries(order.map((workers) => [workers, sweepSeconds(workers, pair)]));
  const ratio = seconds[1] / seconds[2];
  console.log(
    JSON.stringify({ pair, runs: Number(runs), oneWorker: seconds[1], twoWorkers: seconds[2], ratio }),
  );
  return ratio;
});
console.log(JSON.stringify({ medianRatio: ratios.sort((a, b) => a - b)[ratios.length >> 1] }));
rmSync(home, { recursive: true });

/** Of the whole command, in a folder of its own. */
function sweepSeconds(workers: number, pair: number): number {
  const out = join(home, `${pair}-${workers}`);
  const args = ['sweep', 'plan.yaml', '--workers', String(workers), '--out', out];
  const one = { AELAB_THREADS: '1', OMP_NUM_THREADS: '1', TF_NUM_INTRAOP_THREADS: '1' };
  const start = performance.now();
  execFileSync(process.execPath, [main, ...args], {
    cwd: home,
    env: { ...process.env, ...one },
    stdio: 'ignore',
  });
  const seconds = (performance.now() - start) / 1000;
  const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as { runs: unknown[] };
  if (results.runs.length !== Number(runs))
    throw new Error(`bench: ${results.runs.length} runs are in ${out}; ${runs} were planned`);
  return seconds;
}
