import type { Changes } from '../../sweep/expand-sweep.js';

export const sizes = [1, 2, 4, 8, 16, 32, 64, 128];
export const sets = ['mnist', 'fashion-mnist', 'cifar-10'] as const;
export const families = ['dense', 'convolutional'] as const;

export type DataSet = (typeof sets)[number];
export type Family = (typeof families)[number];

/** The group of runs of a data set and a family; that which chose the learning rates is `groupOf(set, 'rates')`. */
export function groupOf(set: DataSet, part: Family | 'rates'): string {
  return `${set}-${part}`;
}

/** What tells a cell from the others of its group. */
export function ofSize(latentDim: number): Changes {
  return { 'model.latentDim': latentDim };
}
