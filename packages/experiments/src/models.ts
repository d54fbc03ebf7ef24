import type { Autoencoder, ImageShape, InputScaling } from '@aelab/models';
import {
  autoAssociativeAutoencoder,
  convAutoencoder,
  convLinearAutoencoder,
  denseAutoencoder,
  latentFor,
  linearAutoencoder,
  rateDistortionAutoencoder,
  stridedAutoencoder,
  variationalAutoencoder,
  winnerTakeAllAutoencoder,
} from '@aelab/models';
import { z } from 'zod';

const count = z.int().min(1);
const activation = z.enum(['linear', 'relu', 'sigmoid', 'tanh', 'elu', 'selu', 'softplus', 'swish']);

const objective = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('variational'), beta: z.number().min(0).default(1) }),
  z.strictObject({
    type: z.literal('winnerTakeAll'),
    active: count,
    lifetime: z.number().positive().max(1).default(1),
  }),
  z.strictObject({ type: z.literal('rateDistortion'), lambda: z.number().positive() }),
]);

/** The latent's size: either its values (or channels), or the share of the image's values that it leaves out. */
const flatLatent = { latentDim: count.optional(), compressionPercent: z.number().lt(100).optional() };
const spatialLatent = { latentChannels: count.optional(), compressionPercent: z.number().lt(100).optional() };

const layers = {
  activation: activation.default('relu'),
  latentActivation: activation.default('linear'),
  outputActivation: activation.default('sigmoid'),
  /** `standardised`: each channel gets mean 0 and variance 1 over the training images. `bytes`: pixels of 0 to 255 go in. */
  inputScaling: z.enum(['unit', 'standardised', 'bytes']).default('unit'),
  objective: objective.optional(),
};

const convolutions = {
  filters: z.array(count).default([16, 32]),
  kernelSize: count.default(3),
  downsampling: z.enum(['stride', 'pool']).default('stride'),
  upsampling: z.enum(['nearest', 'bilinear', 'transposed']).default('nearest'),
};

const dense = z.strictObject({
  type: z.literal('dense'),
  hidden: z.array(count).default([128]),
  ...flatLatent,
  tied: z.boolean().default(false),
  ...layers,
});

const linear = z.strictObject({
  type: z.literal('linear'),
  ...flatLatent,
  tied: z.boolean().default(false),
});

const conv = z.strictObject({ type: z.literal('conv'), ...convolutions, ...spatialLatent, ...layers });

const strided = z.strictObject({
  type: z.literal('strided'),
  filters: z.array(count).default([64]),
  strides: z.array(count).default([2, 4]),
  ...spatialLatent,
  ...layers,
});

const convLinear = z.strictObject({
  type: z.literal('convLinear'),
  ...convolutions,
  hidden: z.array(count).default([]),
  ...flatLatent,
  ...layers,
});

const autoAssociative = z.strictObject({
  type: z.literal('autoAssociative'),
  units: count,
  ...flatLatent,
  pruningEpochs: count,
  latentActivation: activation.default('linear'),
  outputActivation: activation.default('sigmoid'),
});

/** The `model` block of a config: one schema per kind of model, told apart by `type`. */
export const modelSchema = z
  .discriminatedUnion('type', [dense, linear, conv, strided, convLinear, autoAssociative])
  .superRefine((model, context) => {
    const [size, stated] =
      model.type === 'conv' || model.type === 'strided'
        ? ['latentChannels', model.latentChannels]
        : ['latentDim', model.latentDim];
    if ((stated === undefined) === (model.compressionPercent === undefined))
      context.addIssue({
        code: 'custom',
        path: [size],
        message: 'state it or compressionPercent, one of the two',
        input: stated,
      });
  });
export type ModelConfig = z.output<typeof modelSchema>;

/** What every builder needs besides the config. */
interface Shared {
  readonly imageShape: ImageShape;
  readonly seed: number;
  readonly inputScaling: InputScaling | undefined;
}

const builders: {
  [Type in ModelConfig['type']]: (
    config: Extract<ModelConfig, { type: Type }>,
    shared: Shared,
  ) => Autoencoder;
} = {
  dense: (config, shared) => denseAutoencoder({ ...config, ...shared, latentDim: latentDim(config, shared) }),
  linear: (config, shared) =>
    linearAutoencoder({ ...config, ...shared, latentDim: latentDim(config, shared) }),
  conv: (config, shared) =>
    convAutoencoder({
      ...config,
      ...shared,
      latentChannels: latentChannels(config, 2 ** config.filters.length, shared),
    }),
  strided: (config, shared) =>
    stridedAutoencoder({
      ...config,
      ...shared,
      latentChannels: latentChannels(
        config,
        config.strides.reduce((product, step) => product * step),
        shared,
      ),
    }),
  convLinear: (config, shared) =>
    convLinearAutoencoder({ ...config, ...shared, latentDim: latentDim(config, shared) }),
  autoAssociative: (config, shared) =>
    autoAssociativeAutoencoder({ ...config, ...shared, latentDim: latentDim(config, shared) }),
};

/**
 * Builds the model that a config describes.
 *
 * @param scaling - of standardised input; a model that is only looked at can do without
 * @throws RangeError if there is no such model for images of this shape
 */
export function buildModel(
  config: ModelConfig,
  imageShape: ImageShape,
  seed: number,
  scaling: InputScaling = neutralScaling(imageShape),
): Autoencoder {
  const build = builders[config.type] as (config: ModelConfig, shared: Shared) => Autoencoder;
  const base = build(config, { imageShape, seed, inputScaling: scalingOf(config, imageShape, scaling) });
  return 'objective' in config ? withObjective(base, config.objective, seed) : base;
}

function scalingOf(
  config: ModelConfig,
  imageShape: ImageShape,
  standardised: InputScaling,
): InputScaling | undefined {
  const stated = 'inputScaling' in config ? config.inputScaling : 'unit';
  if (stated === 'bytes')
    return { ...neutralScaling(imageShape), deviation: eachChannel(imageShape, 1 / 255) };
  return stated === 'standardised' ? standardised : undefined;
}

function withObjective(
  base: Autoencoder,
  stated: z.output<typeof objective> | undefined,
  seed: number,
): Autoencoder {
  switch (stated?.type) {
    case 'variational':
      return variationalAutoencoder(base, { ...stated, seed });
    case 'winnerTakeAll':
      return winnerTakeAllAutoencoder(base, stated);
    case 'rateDistortion':
      return rateDistortionAutoencoder(base, stated);
    case undefined:
      return base;
  }
}

interface StatedLatent {
  readonly latentDim?: number;
  readonly latentChannels?: number;
  readonly compressionPercent?: number;
}

function latentDim({ latentDim, compressionPercent = 0 }: StatedLatent, { imageShape }: Shared): number {
  return latentDim ?? latentFor({ imageShape, compressionPercent }).latentShape[0];
}

function latentChannels(
  { latentChannels, compressionPercent = 0 }: StatedLatent,
  spatialStride: number,
  { imageShape }: Shared,
): number {
  return latentChannels ?? latentFor({ imageShape, compressionPercent, spatialStride }).latentShape[2];
}

function neutralScaling(imageShape: ImageShape): InputScaling {
  return { mean: eachChannel(imageShape, 0), deviation: eachChannel(imageShape, 1) };
}

function eachChannel([, , channels]: ImageShape, value: number): number[] {
  return new Array<number>(channels).fill(value);
}
