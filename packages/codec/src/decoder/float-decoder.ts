import { product } from '../format/header.js';
import { activate } from './activation.js';
import type { Activation } from './activation.js';
import { denseForm, layerGeometry, weightsPerOutput } from './decoder-layer.js';
import type { ConvolutionLayer, DecoderLayer, DenseLayer, Geometry, Size } from './decoder-layer.js';
import { IMAGES_AT_ONCE, upsampled, weightedSums } from './weighted-sums.js';

/** A weight layer made ready: its weights by output, `[outputs, kernel height, kernel width, channels]`. */
export interface FloatSums {
  readonly geometry: Geometry;
  readonly weights: Float32Array;
  readonly bias: Float64Array;
  readonly activation: Activation;
}

/** A repetition of pixels made ready. */
export interface Upsampling {
  readonly input: Size;
  readonly factors: readonly [height: number, width: number];
}

export type FloatStep = FloatSums | Upsampling;

/**
 * The layers of a decoder made ready to be run, reshaping done away with.
 *
 * @throws RangeError if a layer does not fit the shape before it, or its weights do not fit it
 */
export function floatSteps(layers: readonly DecoderLayer[], latentShape: readonly number[]): FloatStep[] {
  const steps: FloatStep[] = [];
  let shape = latentShape;
  for (const [i, layer] of layers.entries()) {
    const caller = `layer ${i} (${layer.kind})`;
    if (layer.kind === 'reshape') {
      assertFits(caller, product(layer.shape), product(shape), 'values');
      shape = layer.shape;
    } else if (layer.kind === 'upsample') {
      const input = imageSize(caller, shape);
      steps.push({ input, factors: layer.factors });
      shape = [input[0] * layer.factors[0], input[1] * layer.factors[1], input[2]];
    } else {
      const step = floatSums(caller, layer, shape);
      steps.push(step);
      shape = layer.kind === 'dense' ? [step.geometry.output[2]] : step.geometry.output;
    }
  }
  return steps;
}

function floatSums(
  caller: string,
  layer: DenseLayer | ConvolutionLayer,
  shape: readonly number[],
): FloatSums {
  const outputs = layer.bias.length;
  const geometry =
    layer.kind === 'dense'
      ? layerGeometry(denseForm(outputs), [1, 1, product(shape)])
      : layerGeometry({ ...layer, outputs }, imageSize(caller, shape));
  if (product(geometry.output) === 0)
    throw new RangeError(
      `${caller}: its kernel is larger than its input [${shape.join(',')}], or it has no outputs; use padding same`,
    );
  assertFits(caller, layer.weights.length, outputs * weightsPerOutput(geometry), 'weights');
  const bad = layer.weights.findIndex((weight) => !Number.isFinite(weight));
  if (bad >= 0 || !layer.bias.every(Number.isFinite))
    throw new RangeError(
      `${caller}: weight ${bad} is ${layer.weights[bad]}; weights and biases must be finite`,
    );
  const bias = Float64Array.from(layer.bias);
  return { geometry, weights: weightsByOutput(layer), bias, activation: layer.activation };
}

function assertFits(caller: string, found: number, needed: number, what: string): void {
  if (found !== needed)
    throw new RangeError(`${caller}: ${found} ${what}, and the shapes around it need ${needed}`);
}

function imageSize(caller: string, shape: readonly number[]): Size {
  if (shape.length !== 3)
    throw new RangeError(
      `${caller}: its input has shape [${shape.join(',')}]; it must be [height, width, channels] (add a reshape)`,
    );
  return [shape[0], shape[1], shape[2]];
}

/** From Keras's order, outputs last, or last but one where transposed, to outputs first. */
function weightsByOutput(layer: DenseLayer | ConvolutionLayer): Float32Array {
  const outputs = layer.bias.length;
  const perOutput = layer.weights.length / outputs;
  const channels =
    layer.kind === 'dense' ? perOutput : perOutput / (layer.kernelSize[0] * layer.kernelSize[1]);
  const transposed = layer.kind === 'conv2dTranspose';
  return layer.weights.map((_, at) => {
    const output = Math.floor(at / perOutput);
    const within = at % perOutput;
    const tap = Math.floor(within / channels);
    const channel = within % channels;
    return layer.weights[
      transposed ? (tap * outputs + output) * channels + channel : within * outputs + output
    ];
  });
}

/** What a step makes of some images' values; of weight layers also the sums before the activation. */
export interface StepOutput {
  readonly sums: Float64Array | undefined;
  readonly values: Float64Array;
}

/** Some images' latents through the steps, in binary64: what the integer decoder approximates. */
function runFloatSteps(steps: readonly FloatStep[], latents: Float32Array): StepOutput[] {
  let values: Float64Array = Float64Array.from(latents);
  return steps.map((step) => {
    if ('factors' in step) {
      values = upsampled(values, step.input, step.factors);
      return { sums: undefined, values };
    }
    const sums = weightedSums(step.geometry, step.weights, step.bias, values);
    values = sums.map((sum) => activate(step.activation, sum));
    return { sums, values };
  });
}

/** The outputs of all steps, for as many images at a time as go through them together. */
export function floatOutputs(
  steps: readonly FloatStep[],
  latents: Float32Array,
  latentSize: number,
): StepOutput[][] {
  const block = IMAGES_AT_ONCE * latentSize;
  return Array.from({ length: Math.ceil(latents.length / block) }, (_, b) =>
    runFloatSteps(steps, latents.subarray(b * block, (b + 1) * block)),
  );
}

/**
 * The images of some latents by a float decoder, as a Float64 reference: its pixels may differ in the last bits from those
 * of the backend that trained it, and between machines.
 *
 * @param layers - the decoder
 * @param latentShape - of one image
 * @param latents - n · latentSize values
 * @returns n · imageSize values, in the decoder's own range
 * @throws RangeError if layers, shapes and latents do not fit together
 * @example
 * const layer = { kind: 'dense', weights: Float32Array.of(1, 2), bias: Float32Array.of(0, 0.5), activation: 'relu' } as const;
 * decodeFloat([layer], [1], Float32Array.of(1, -1)); // [1, 2.5, 0, 0]
 */
export function decodeFloat(
  layers: readonly DecoderLayer[],
  latentShape: readonly number[],
  latents: Float32Array,
): Float32Array {
  const steps = floatSteps(layers, latentShape);
  const latentSize = product(latentShape);
  if (!Number.isInteger(latents.length / latentSize) || steps.length === 0)
    throw new RangeError(
      `decodeFloat: ${latents.length} latents of shape [${latentShape.join(',')}] and ${steps.length} layers; the shape must divide the latents, and there must be layers`,
    );
  const blocks = floatOutputs(steps, latents, latentSize).map((outputs) => outputs[steps.length - 1].values);
  const pixels = new Float32Array(blocks.reduce((length, block) => length + block.length, 0));
  blocks.forEach((block, b) => pixels.set(block, b * blocks[0].length));
  return pixels;
}
