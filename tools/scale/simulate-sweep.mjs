// Simulates a sweep on many workers, some of which die: node tools/scale/simulate-sweep.mjs
// Redis' part comes from 1,000 trivial jobs through a real one; see docs/scale.md.

/** What a sweep was measured to cost, or is assumed to. Times in seconds. */
const usual = {
  runs: 10_000,
  workers: 100,
  /** Mean and spread of a run's length, log-normal. */
  runSeconds: 300,
  spread: 0.5,
  /** A worker dies once in so many hours, and is back after so many seconds. */
  hoursBetweenDeaths: 24,
  restartSeconds: 120,
  /** A dead worker's job is taken over after its lock has expired and a check has seen it. */
  takeoverSeconds: 45,
  /** At most so much work is lost. */
  checkpointSeconds: 60,
  commandsPerJob: 54,
  /** Announcing, listening and looking for stalled jobs. */
  commandsPerWorkerSecond: 2.75,
  bytesPerJob: 30_000,
  window: 256,
};

/** xorshift32, so that the table is the same each time. */
function generator(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function simulate(options) {
  const uniform = generator(12);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const { runs, runSeconds, spread } = options;
  const lengths = Array.from(
    { length: runs },
    () => runSeconds * Math.exp(spread * normal() - spread ** 2 / 2),
  );
  const work = lengths.reduce((sum, length) => sum + length, 0);
  const queue = lengths.map((length) => ({ left: length, from: 0 }));
  // More workers than the driver hands jobs to have nothing to do.
  const free = Array.from({ length: Math.min(options.workers, options.window) }, () => 0);
  let deaths = 0;
  let makespan = 0;
  while (queue.length > 0) {
    const worker = free.indexOf(Math.min(...free));
    const next = queue.findIndex(({ from }) => from <= free[worker]);
    if (next < 0) {
      free[worker] = Math.min(...queue.map(({ from }) => from));
      continue;
    }
    const [{ left }] = queue.splice(next, 1);
    const death = -Math.log(1 - uniform()) * options.hoursBetweenDeaths * 3600;
    const done = Math.min(left, death);
    const at = free[worker] + done;
    makespan = Math.max(makespan, at);
    free[worker] = at;
    if (death >= left) continue;
    deaths++;
    const lost = Math.min(done, uniform() * options.checkpointSeconds);
    queue.unshift({ left: left - done + lost, from: at + options.takeoverSeconds });
    free[worker] = at + options.restartSeconds;
  }
  const { workers, commandsPerJob, commandsPerWorkerSecond, window, bytesPerJob } = options;
  return {
    workers,
    'run (s)': runSeconds,
    'hours between deaths': options.hoursBetweenDeaths,
    deaths,
    'makespan (h)': (makespan / 3600).toFixed(2),
    'of ideal': (makespan / (work / workers)).toFixed(3),
    'commands/s': ((runs * commandsPerJob) / makespan + workers * commandsPerWorkerSecond).toFixed(0),
    'Redis (MB)': ((window * bytesPerJob) / 1e6).toFixed(0),
  };
}

console.table(
  [
    {},
    { hoursBetweenDeaths: 2 },
    { hoursBetweenDeaths: 0.25 },
    { runSeconds: 1.4 },
    { workers: 250 },
    { workers: 1000 },
    { workers: 1000, window: 2048 },
  ].map((change) => simulate({ ...usual, ...change })),
);
