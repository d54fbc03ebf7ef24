import type { Autoencoder, ImageShape } from './autoencoder.js';
import { joinHalves } from './autoencoder.js';
import type { Activation, InputScaling } from './layer-stack.js';
import { assertWidths, scalingLayers, seededLayers, stackModel } from './layer-stack.js';

export interface StridedAutoencoderOptions {
  readonly imageShape: ImageShape;
  /** Filters of the encoder's hidden convolutions; the decoder mirrors them. None makes a linear model. */
  readonly filters: readonly number[];
  /** Stride of each of them, and last of the convolution that makes the latent. */
  readonly strides: readonly number[];
  /** Channels of the latent, which keeps a place for each `s × s` pixels, s the product of the strides. */
  readonly latentChannels: number;
  /** Of the hidden layers; `relu` by default. */
  readonly activation?: Activation;
  /** `linear` by default: a rectified bottleneck throws half of its range away. */
  readonly latentActivation?: Activation;
  /** `sigmoid` by default, so that reconstructions stay in [0, 1]. */
  readonly outputActivation?: Activation;
  /** None by default. */
  readonly inputScaling?: InputScaling;
  readonly seed: number;
}

/**
 * A convolutional autoencoder that changes size only by strides: each filter is twice its stride wide, so that
 * neighbouring places overlap by half, and the decoder mirrors the encoder by transposed convolutions.
 *
 * With few and long strides it learns faster than a stack of halvings: `filters: [], strides: [8]` is a lapped linear
 * transform, which can do all that block-PCA of the same stride and width does, and one hidden layer goes below it.
 *
 * @returns latents have shape `[batch, h / s, w / s, latentChannels]`, s the product of the strides
 * @throws RangeError if there is not one stride more than filters, if height or width cannot be divided by their
 *   product, or a width is not a whole number of at least 1
 * @example
 * await selectBackend('cpu');
 * const cae = stridedAutoencoder({ imageShape: [32, 32, 3], filters: [64], strides: [2, 4], latentChannels: 32, seed: 0 });
 * describeAutoencoder(cae).latentShape; // [4, 4, 32]
 * @see Odena, Dumoulin and Olah, "Deconvolution and checkerboard artifacts", 2016, for widths that strides divide
 */
export function stridedAutoencoder(options: StridedAutoencoderOptions): Autoencoder {
  const { imageShape, filters, strides, latentChannels, inputScaling, seed } = options;
  const { activation = 'relu', latentActivation = 'linear', outputActivation = 'sigmoid' } = options;
  assertWidths('stridedAutoencoder', { latentChannels, filters, strides });
  const latentShape = [...stridedShape(imageShape, filters, strides), latentChannels];
  const { conv, convTranspose } = seededLayers(seed);
  const size = (i: number) => ({ kernelSize: strides[i] === 1 ? 3 : 2 * strides[i], strides: strides[i] });
  const hidden = filters.map((count, i) => ({ i, count, name: `conv_${i + 1}` }));
  const last = filters.length;
  const encoder = stackModel('encoder', imageShape, [
    ...scalingLayers(inputScaling),
    ...hidden.map(({ i, count, name }) => conv(`encoder_${name}`, count, activation, size(i))),
    conv('latent', latentChannels, latentActivation, size(last)),
  ]);
  const decoder = stackModel('decoder', latentShape, [
    ...hidden
      .toReversed()
      .map(({ i, count, name }) => convTranspose(`decoder_${name}`, count, activation, size(i + 1))),
    convTranspose('reconstruction', imageShape[2], outputActivation, size(0)),
  ]);
  return joinHalves(encoder, decoder);
}

/** Height and width of the latent. */
function stridedShape(
  [height, width, channels]: ImageShape,
  filters: readonly number[],
  strides: readonly number[],
): [height: number, width: number] {
  if (strides.length !== filters.length + 1)
    throw new RangeError(
      `stridedAutoencoder: there are ${strides.length} strides and ${filters.length} filters; there must be one stride for each filter and one for the latent`,
    );
  const stride = strides.reduce((product, step) => product * step, 1);
  if (height % stride !== 0 || width % stride !== 0)
    throw new RangeError(
      `stridedAutoencoder: imageShape is [${height},${width},${channels}] but the strides [${strides.join(',')}] divide it by ${stride}; height and width must be divisible by that (pad the images, or pass smaller strides)`,
    );
  return [height / stride, width / stride];
}
