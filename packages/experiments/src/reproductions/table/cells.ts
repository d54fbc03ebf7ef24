import type { Changes } from '../../sweep/expand-sweep.js';

export const sizes = [1, 2, 4, 8, 16, 32, 64, 128];
export const sets = ['mnist', 'fashion-mnist', 'cifar-10'] as const;
export const families = {
  dense: { type: 'dense', hidden: [512, 256] },
  convolutional: { type: 'convLinear', filters: [8, 16], hidden: [256], upsampling: 'transposed' },
} as const;

export type Family = keyof typeof families;

/** What tells the runs of a cell of the table from the others of its data set. */
export function cell(family: Family, latentDim: number): Changes {
  return { model: families[family], 'model.latentDim': latentDim };
}
