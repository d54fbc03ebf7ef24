import { layers } from '@tensorflow/tfjs-layers';
import type { ImageShape } from './autoencoder.js';
import type { Activation, Layer, seededLayers } from './layer-stack.js';

/** The convolutions of an encoder, each of which halves the image, and of the decoder that mirrors them. */
export interface ConvStackOptions {
  readonly imageShape: ImageShape;
  /** Filters of the encoder's convolutions, each of which halves height and width; the decoder mirrors them. */
  readonly filters: readonly number[];
  /** Side of the filters; 3 by default. */
  readonly kernelSize?: number;
  /** Halve by convolutions of stride 2, the default, or by max-pooling after them. */
  readonly downsampling?: 'stride' | 'pool';
  /** Double by `nearest` neighbours, the default, or `bilinear`, then convolve; or by `transposed` convolutions. */
  readonly upsampling?: 'nearest' | 'bilinear' | 'transposed';
  /** Of the hidden layers; `relu` by default. */
  readonly activation?: Activation;
}

type SeededLayers = ReturnType<typeof seededLayers>;

/** The encoder's side: `[h, w, c]` → `[h / 2ⁿ, w / 2ⁿ, filters[n − 1]]`. */
export function halvingLayers({ conv }: SeededLayers, options: ConvStackOptions): Layer[] {
  const { filters, kernelSize = 3, downsampling = 'stride', activation = 'relu' } = options;
  return filters.flatMap((count, i) => {
    const name = `encoder_conv_${i + 1}`;
    if (downsampling === 'stride') return [conv(name, count, activation, { kernelSize, strides: 2 })];
    return [conv(name, count, activation, { kernelSize }), layers.maxPooling2d({ poolSize: 2 })];
  });
}

/** The decoder's side: `[h / 2ⁿ, w / 2ⁿ, …]` → `[h, w, filters[0]]`. */
export function doublingLayers({ conv, convTranspose }: SeededLayers, options: ConvStackOptions): Layer[] {
  const { filters, kernelSize = 3, upsampling = 'nearest', activation = 'relu' } = options;
  return [...filters].reverse().flatMap((count, i) => {
    const name = `decoder_conv_${i + 1}`;
    if (upsampling === 'transposed')
      return [convTranspose(name, count, activation, { kernelSize, strides: 2 })];
    return [
      layers.upSampling2d({ size: [2, 2], interpolation: upsampling }),
      conv(name, count, activation, { kernelSize }),
    ];
  });
}

/** Height and width after the halvings: `[28, 28, 1]` and two filters → `[7, 7]`. */
export function halvedShape(
  caller: string,
  { imageShape: [height, width, channels], filters }: Pick<ConvStackOptions, 'imageShape' | 'filters'>,
): [height: number, width: number] {
  const stride = 2 ** filters.length;
  if (height % stride !== 0 || width % stride !== 0)
    throw new RangeError(
      `${caller}: imageShape is [${height},${width},${channels}] but ${filters.length} filters halve it ${filters.length} times; height and width must be divisible by ${stride} (pad the images, or pass fewer filters)`,
    );
  return [height / stride, width / stride];
}
