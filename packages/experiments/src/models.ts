import type { Autoencoder, ImageShape } from '@aelab/models';
import { denseAutoencoder } from '@aelab/models';
import { z } from 'zod';

const count = z.int().min(1);
const activation = z.enum(['linear', 'relu', 'sigmoid', 'tanh', 'elu', 'selu', 'softplus', 'swish']);

const dense = z.strictObject({
  type: z.literal('dense'),
  hidden: z.array(count).default([128]),
  latentDim: count,
  activation: activation.default('relu'),
  latentActivation: activation.default('linear'),
  outputActivation: activation.default('sigmoid'),
});

/** The `model` block of a config: one schema per kind of model, told apart by `type`. */
export const modelSchema = z.discriminatedUnion('type', [dense]);
export type ModelConfig = z.output<typeof modelSchema>;

/** Builds the model that a config describes. */
export function buildModel(
  { type, ...options }: ModelConfig,
  imageShape: ImageShape,
  seed: number,
): Autoencoder {
  const builders = { dense: denseAutoencoder } as const;
  return builders[type]({ ...options, imageShape, seed });
}
