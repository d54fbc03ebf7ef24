import type { ModelBlock } from '@aelab/viz';

/** How many values the latent of an image has. */
export function latentValues({ latentShape }: Pick<ModelBlock, 'latentShape'>): number {
  return latentShape.reduce((product, length) => product * length, 1);
}
