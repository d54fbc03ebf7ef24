import type { Activation } from './activation.js';

/**
 * A layer of a float decoder, its weights in the layout of Keras and TensorFlow.js, images channels last.
 *
 * Batch normalisation is folded into the weights before it, dropout left out.
 */
export type DecoderLayer = DenseLayer | ConvolutionLayer | UpsampleLayer | ReshapeLayer;

export interface DenseLayer {
  readonly kind: 'dense';
  /** `[inputs, units]` */
  readonly weights: Float32Array;
  /** One for each unit. */
  readonly bias: Float32Array;
  readonly activation: Activation;
}

export interface ConvolutionLayer {
  readonly kind: 'conv2d' | 'conv2dTranspose';
  /** `[height, width, channels, filters]`; of a transposed convolution `[height, width, filters, channels]` */
  readonly weights: Float32Array;
  /** One for each filter. */
  readonly bias: Float32Array;
  readonly kernelSize: readonly [height: number, width: number];
  readonly strides: readonly [vertical: number, horizontal: number];
  readonly padding: 'same' | 'valid';
  readonly activation: Activation;
}

/** Every pixel becomes `height × width` like it. */
export interface UpsampleLayer {
  readonly kind: 'upsample';
  readonly factors: readonly [height: number, width: number];
}

/** The same values in another shape. */
export interface ReshapeLayer {
  readonly kind: 'reshape';
  readonly shape: readonly number[];
}

export type Shape = readonly number[];

/** Where a dense or convolutional layer takes its sums, apart from the weights. */
export interface Geometry {
  readonly kind: DenseLayer['kind'] | ConvolutionLayer['kind'];
  /** `[height, width, channels]`; of a dense layer `[1, 1, inputs]` */
  readonly input: Size;
  readonly output: Size;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  /** Rows above and columns left of the image that the kernel overhangs. */
  readonly overhang: readonly [number, number];
}

export type Size = readonly [height: number, width: number, channels: number];

/** What fixes a geometry beside the input's size. */
export type LayerForm = Pick<ConvolutionLayer, 'kernelSize' | 'strides' | 'padding'> & {
  readonly kind: Geometry['kind'];
  readonly outputs: number;
};

/** The form of a dense layer: a convolution of one pixel that has all inputs as its channels. */
export function denseForm(outputs: number): LayerForm {
  return { kind: 'dense', outputs, kernelSize: [1, 1], strides: [1, 1], padding: 'valid' };
}

/** The geometry of a layer on an input of a size; `same` padding as in TensorFlow, more of it at the bottom right. */
export function layerGeometry(form: LayerForm, input: Size): Geometry {
  const { kind, kernelSize, strides, outputs } = form;
  const rows = axisGeometry(form, input[0], 0);
  const columns = axisGeometry(form, input[1], 1);
  return {
    ...{ kind, input, kernelSize, strides },
    output: [rows.output, columns.output, outputs],
    overhang: [rows.overhang, columns.overhang],
  };
}

function axisGeometry(
  { kind, kernelSize, strides, padding }: LayerForm,
  size: number,
  axis: 0 | 1,
): { output: number; overhang: number } {
  const kernel = kernelSize[axis];
  const stride = strides[axis];
  if (kind === 'conv2dTranspose')
    return padding === 'same'
      ? { output: size * stride, overhang: Math.floor(Math.max(kernel - stride, 0) / 2) }
      : { output: size * stride + Math.max(kernel - stride, 0), overhang: 0 };
  if (padding === 'valid')
    return { output: Math.max(0, Math.floor((size - kernel) / stride) + 1), overhang: 0 };
  const output = Math.ceil(size / stride);
  return { output, overhang: Math.floor(Math.max((output - 1) * stride + kernel - size, 0) / 2) };
}

/** Weights of one output. */
export function weightsPerOutput({ kernelSize, input }: Pick<Geometry, 'kernelSize' | 'input'>): number {
  return kernelSize[0] * kernelSize[1] * input[2];
}
