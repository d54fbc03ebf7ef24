import { join } from 'node:path';
import { describeChanges, sweepFiles, type SweepResults, type SweepRun } from '@aelab/experiments';
import type { Figure } from '@aelab/viz';
import { table } from './table.js';

const mostRows = 40;

/** What a person wants to know at the end of a sweep: each config over its seeds, what was sought, and where the rest is. */
export function sweepSummary({ runs, answers }: SweepResults, out: string): string {
  const groups = groupBySeed(runs.filter(({ state }) => state === 'finished'));
  const rows = [...groups].map(([name, members]) => row(name, members));
  return [
    '',
    table(['config', 'runs', 'test MSE', 'lowest', 'highest', 'PCA'], rows.slice(0, mostRows)),
    ...(rows.length > mostRows ? [`… and ${rows.length - mostRows} more`] : []),
    ...stopped(runs),
    ...answers.map(describeAnswer),
    '',
    `runs: ${join(out, sweepFiles.csv)}, ${join(out, sweepFiles.results)}`,
    '',
  ].join('\n');
}

function groupBySeed(runs: readonly SweepRun[]): Map<string, SweepRun[]> {
  const groups = new Map<string, SweepRun[]>();
  for (const run of runs) {
    const others = Object.entries(run.changes).filter(([path]) => path !== 'seed');
    const name = describeChanges(Object.fromEntries(others));
    groups.set(name, [...(groups.get(name) ?? []), run]);
  }
  return groups;
}

function row(name: string, runs: readonly SweepRun[]): string[] {
  const figures = (figure: string) =>
    runs.flatMap((run) => (run.state === 'finished' ? Number(run.figures[figure] ?? NaN) : []));
  const errors = figures('test.mse');
  return [
    name,
    String(runs.length),
    ...[mean(errors), Math.min(...errors), Math.max(...errors), mean(figures('baselines.pca.mse'))].map(
      fixed,
    ),
  ];
}

function stopped(runs: readonly SweepRun[]): string[] {
  const paused = runs.filter(({ state }) => state === 'paused').length;
  return paused > 0 ? [`given up early by successive halving: ${paused} runs`] : [];
}

function describeAnswer(answer: SweepResults['answers'][number]): string {
  const where = Object.keys(answer.changes).length > 0 ? `${describeChanges(answer.changes)}: ` : '';
  if ('why' in answer) return `${where}no answer: ${answer.why}`;
  const below = answer.meanBelow === undefined ? '' : `, ${fixed(answer.meanBelow)} with one less`;
  return `${where}smallest ${answer.field}: ${answer.value} (mean ${fixed(answer.mean)} over ${answer.figures.length} seeds${below})`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function fixed(figure: Figure): string {
  const value = Number(figure);
  return Number.isNaN(value) ? '–' : value.toFixed(6);
}
