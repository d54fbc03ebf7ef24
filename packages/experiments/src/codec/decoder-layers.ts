import type { Activation, DecoderLayer } from '@aelab/codec';
import type { Autoencoder } from '@aelab/models';

type Decoder = Autoencoder['decoder'];
type Layer = Decoder['layers'][number];

/**
 * The layers of a decoder as the codec takes them.
 *
 * @throws RangeError naming the layer that has no integer form: bilinear upsampling
 */
export async function decoderLayers({ layers }: Decoder): Promise<DecoderLayer[]> {
  const described = await Promise.all(layers.map(describeLayer));
  return described.filter((layer) => layer !== undefined);
}

async function describeLayer(layer: Layer): Promise<DecoderLayer | undefined> {
  const className = layer.getClassName();
  const config = layer.getConfig() as unknown as LayerConfig;
  switch (className) {
    case 'InputLayer':
      return undefined;
    case 'Dense':
      return { kind: 'dense', ...(await weightsOf(layer)), activation: config.activation };
    case 'Conv2D':
    case 'Conv2DTranspose': {
      const { kernelSize, strides, padding, activation } = config;
      const kind = className === 'Conv2D' ? 'conv2d' : 'conv2dTranspose';
      return { kind, ...(await weightsOf(layer)), kernelSize, strides, padding, activation };
    }
    case 'UpSampling2D':
      if (config.interpolation === 'bilinear') break;
      return { kind: 'upsample', factors: config.size };
    case 'Flatten':
    case 'Reshape':
      return { kind: 'reshape', shape: sizesOf(layer) };
  }
  throw new RangeError(
    `decoderLayers: layer ${layer.name} is ${[config.interpolation, className].join(' ').trim()}; an integer decoder has dense, convolutional, nearest-neighbour and reshaping layers (encode for the float decoder)`,
  );
}

/** What the layers' configs have, each of its kind. */
interface LayerConfig {
  readonly activation: Activation;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'same' | 'valid';
  readonly size: readonly [number, number];
  readonly interpolation?: 'nearest' | 'bilinear';
}

/** Kernel and bias; a layer without a bias has zeros. */
async function weightsOf(layer: Layer): Promise<{ weights: Float32Array; bias: Float32Array }> {
  const [weights, ...bias] = await Promise.all(layer.getWeights().map((values) => values.data<'float32'>()));
  return { weights, bias: bias.at(0) ?? new Float32Array(sizesOf(layer).at(-1) ?? 0) };
}

function sizesOf({ output }: Layer): number[] {
  return (Array.isArray(output) ? output[0] : output).shape.slice(1) as number[];
}
