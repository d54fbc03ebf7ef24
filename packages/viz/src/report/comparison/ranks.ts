import type { ComparedRun, RunFamily } from './compared-run.js';

/** How often a run has the least error of all. */
export interface ClassRank {
  readonly name: string;
  /** Classes in which no other run has less error. */
  readonly first: number;
  /** Mean of its ranks over the classes, from 1. */
  readonly meanRank: number;
}

/** Ranks of the runs within each class that all of them have figures for. */
export function classRanks(runs: readonly ComparedRun[]): {
  readonly classes: number;
  readonly ranks: readonly ClassRank[];
} {
  const errors = runs.map(
    ({ record }) => new Map(record.test.perClass.map(({ label, mse }) => [label, Number(mse)])),
  );
  const shared = [...errors[0].keys()].filter((label) =>
    errors.every((own) => Number.isFinite(own.get(label))),
  );
  const ranks = runs.map(({ name }, r): ClassRank => {
    const own = shared.map((label) =>
      rankOf(
        errors.map((all) => all.get(label) ?? NaN),
        r,
      ),
    );
    const first = own.filter((rank) => rank === 1).length;
    return { name, first, meanRank: own.reduce((sum, rank) => sum + rank, 0) / own.length };
  });
  return { classes: shared.length, ranks };
}

/** Place of value `r` among the values, from 1; equal values share the mean of their places. */
function rankOf(values: readonly number[], r: number): number {
  const less = values.filter((value) => value < values[r]).length;
  const equal = values.filter((value) => value === values[r]).length;
  return less + (equal + 1) / 2;
}

/** How surely one configuration beats another, over all pairs of their seeds. */
export interface SeedDuel {
  readonly better: string;
  readonly other: string;
  /** Share of the pairs of seeds in which `better` has less error, ties counting half: 0.5 is no difference. */
  readonly wins: number;
  readonly pairs: number;
}

/** The duels of configurations of which each has 2 seeds or more. */
export function seedDuels(families: readonly RunFamily[]): SeedDuel[] {
  const several = families.filter(({ runs }) => runs.length > 1);
  return several.flatMap((a, i) => several.slice(i + 1).map((b) => duel(a, b)));
}

function duel(a: RunFamily, b: RunFamily): SeedDuel {
  const errors = ({ runs }: RunFamily) => runs.map(({ record }) => Number(record.test.mse));
  const outcomes = errors(a).flatMap((x) => errors(b).map((y) => (x < y ? 1 : x > y ? 0 : 0.5)));
  const wins = outcomes.reduce<number>((sum, outcome) => sum + outcome, 0) / outcomes.length;
  return wins >= 0.5
    ? { better: a.name, other: b.name, wins, pairs: outcomes.length }
    : { better: b.name, other: a.name, wins: 1 - wins, pairs: outcomes.length };
}
