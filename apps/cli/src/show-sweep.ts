import { describeChanges, type Outcome, type SweepEvent, type SweepJob } from '@aelab/experiments';
import { duration } from './duration.js';

/** Shows a sweep's events on standard error: a live table on a terminal, a line for each end elsewhere. */
export function showSweep(jobs: number): { show: (event: SweepEvent) => void; stop: () => void } {
  const tally = { jobs, ended: 0, known: 0, failed: 0, since: performance.now() };
  return process.stderr.isTTY ? liveTable(tally) : plainLines(tally);
}

interface Tally {
  readonly jobs: number;
  ended: number;
  known: number;
  failed: number;
  /** When the sweep began, in milliseconds. */
  readonly since: number;
}

type End = Extract<SweepEvent, { kind: 'ended' }>;

function plainLines(tally: Tally) {
  return {
    show: (event: SweepEvent) => {
      if (event.kind !== 'ended') return;
      count(tally, event);
      if (!event.known) process.stderr.write(`${describeEnd(tally, event)}\n`);
    },
    stop: () => undefined,
  };
}

const millisecondsBetweenDraws = 100;

function liveTable(tally: Tally) {
  const atWork = new Map<SweepJob, string>();
  let drawn = 0;
  let lines = 0;
  const erase = () => {
    if (lines > 0) process.stderr.write(`\x1b[${lines}A\x1b[J`);
    lines = 0;
  };
  const draw = () => {
    erase();
    const rows = [...atWork].map(([job, doing]) => `  ${describeChanges(job.changes)}  ${doing}`);
    const text = [bar(tally), ...rows.slice(0, process.stderr.rows - 2)].map((row) =>
      row.slice(0, process.stderr.columns - 1),
    );
    process.stderr.write(`${text.join('\n')}\n`);
    lines = text.length;
    drawn = performance.now();
  };
  return {
    show: (event: SweepEvent) => {
      if (event.kind === 'progress') atWork.set(event.job, describeProgress(event.progress));
      if (event.kind === 'ended') {
        count(tally, event);
        atWork.delete(event.job);
        erase();
        if (event.outcome.state === 'failed') process.stderr.write(`${describeEnd(tally, event)}\n`);
      }
      if (event.kind !== 'progress' || performance.now() - drawn > millisecondsBetweenDraws) draw();
    },
    stop: erase,
  };
}

function count(tally: Tally, { known, outcome }: End): void {
  tally.ended++;
  if (known) tally.known++;
  if (outcome.state === 'failed') tally.failed++;
}

function bar(tally: Tally): string {
  const { jobs, ended, known, failed } = tally;
  const width = 24;
  const full = Math.min(width, Math.round((width * ended) / jobs));
  const notes = [
    `${ended}/${jobs}`,
    ...(known > 0 ? [`${known} known`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...timeLeft(tally),
  ];
  return `runs ${'█'.repeat(full)}${'░'.repeat(width - full)} ${notes.join('  ')}`;
}

/** At the pace so far. */
function timeLeft({ jobs, ended, known, since }: Tally): string[] {
  const here = ended - known;
  const seconds = (performance.now() - since) / 1000;
  return here === 0 ? [] : [`${duration(((jobs - ended) * seconds) / here)} left`];
}

function describeProgress({ doing, loss }: Extract<SweepEvent, { kind: 'progress' }>['progress']): string {
  return loss === undefined ? doing : `${doing}  loss ${loss.toFixed(5)}`;
}

function describeEnd(tally: Tally, { job, outcome, seconds }: End): string {
  const place = `${tally.ended}/${tally.jobs} ${describeChanges(job.changes)}`;
  return `${place}: ${describeOutcome(outcome)}, ${[duration(seconds), ...timeLeft(tally)].join(', ')}`;
}

export function describeOutcome(outcome: Outcome): string {
  if (outcome.state === 'failed') return `failed: ${outcome.cause}`;
  if (outcome.state === 'paused')
    return `paused after epoch ${outcome.epochs}, validation loss ${Number(outcome.validationLoss).toPrecision(4)}`;
  return `test MSE ${Number(outcome.figures['test.mse']).toPrecision(4)}`;
}
