import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { LayersModel } from '@tensorflow/tfjs-layers';
import type { Layer } from '../layer-stack.js';
import type { OnnxGraph, Precision } from './onnx-graph.js';
import { onnxGraph } from './onnx-graph.js';

/**
 * A layers model, a chain of layers such as our autoencoders and their halves, as an ONNX file (opset 17) for any batch
 * size. Its `input` and `output` are those of the model: images are `[batch, height, width, channels]` in [0, 1].
 *
 * With `float16` only the stored weights are halves; computing stays in float32.
 *
 * @throws RangeError naming a layer or an activation that has no ONNX form here
 * @see ONNX, "Operators", https://onnx.ai/onnx/operators/
 */
export async function layersToOnnx(
  model: LayersModel,
  precision: Precision = 'float32',
): Promise<Uint8Array> {
  const graph = onnxGraph(model.name, precision);
  const places: Places = { channelsFirst: false };
  await addLayers(graph, model, places);
  channelsLast(graph, places);
  return graph.bytes(sizes(model.inputs[0]), sizes(model.outputs[0]));
}

/** All layers of a model one after another; a model among them, such as the decoder in the whole, by its own layers. */
async function addLayers(graph: OnnxGraph, { layers }: LayersModel, places: Places): Promise<void> {
  for (const layer of layers) {
    const className = layer.getClassName();
    const add = (writers as Partial<Record<string, LayerWriter>>)[className];
    if (layer instanceof LayersModel) await addLayers(graph, layer, places);
    else if (add) await add(graph, layer, places);
    else
      throw new RangeError(
        `layersToOnnx: layer ${layer.name} is of class ${className}; it must be one of ${Object.keys(writers).join(', ')}`,
      );
  }
}

/** Whether the chain's value has its channels before its places now, as ONNX's convolutions need. */
interface Places {
  channelsFirst: boolean;
}

type LayerWriter = (graph: OnnxGraph, layer: Layer, places: Places) => Promise<void> | void;

const writers = {
  InputLayer: () => undefined,

  async Dense(graph, layer, places) {
    channelsLast(graph, places);
    const [kernel, bias] = await weightsOf(layer);
    graph.add('MatMul', [graph.weights(`${layer.name}_kernel`, kernel.values, kernel.shape)]);
    graph.add('Add', [graph.weights(`${layer.name}_bias`, bias.values, bias.shape)]);
    addActivation(graph, layer);
  },

  Conv2D: (graph, layer, places) => addConvolution(graph, layer, places, 'Conv', layer.input),

  Conv2DTranspose: (graph, layer, places) =>
    addConvolution(graph, layer, places, 'ConvTranspose', layer.output),

  MaxPooling2D(graph, layer, places) {
    channelsFirst(graph, places);
    const { poolSize, strides, padding } = layer.getConfig() as unknown as Convolution & {
      poolSize: number[];
    };
    const pads = padding === 'same' ? samePads(sizes(layer.input), strides, poolSize) : [0, 0, 0, 0];
    graph.add('MaxPool', [], { kernel_shape: poolSize, strides, pads });
  },

  UpSampling2D(graph, layer, places) {
    channelsFirst(graph, places);
    const { size, interpolation } = layer.getConfig() as unknown as { size: number[]; interpolation: string };
    graph.add('Resize', ['', graph.scales(`${layer.name}_scales`, [1, 1, ...size])], {
      mode: interpolation === 'bilinear' ? 'linear' : 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    });
  },

  Flatten(graph, layer, places) {
    reshapeTo(graph, layer, places);
  },

  Reshape(graph, layer, places) {
    reshapeTo(graph, layer, places);
  },

  Activation(graph, layer) {
    addActivation(graph, layer);
  },
} as const satisfies Record<string, LayerWriter>;

interface Convolution {
  readonly strides: number[];
  readonly padding: 'same' | 'valid';
}

/**
 * Both kinds keep their kernels as `[height, width, a, b]` in TensorFlow and `[b, a, height, width]` in ONNX.
 *
 * @param larger - the side of the convolution that its padding belongs to
 */
async function addConvolution(
  graph: OnnxGraph,
  layer: Layer,
  places: Places,
  operator: 'Conv' | 'ConvTranspose',
  larger: SymbolicTensor | SymbolicTensor[],
): Promise<void> {
  channelsFirst(graph, places);
  const [kernel, bias] = await weightsOf(layer);
  const [height, width, a, b] = kernel.shape;
  const values = transposed(kernel.values, kernel.shape, [3, 2, 0, 1]);
  const { strides, padding } = layer.getConfig() as unknown as Convolution;
  const weights = [
    graph.weights(`${layer.name}_kernel`, values, [b, a, height, width]),
    graph.weights(`${layer.name}_bias`, bias.values, bias.shape),
  ];
  const pads = padding === 'same' ? samePads(sizes(larger), strides, [height, width]) : [0, 0, 0, 0];
  graph.add(operator, weights, { strides, pads });
  addActivation(graph, layer);
}

function reshapeTo(graph: OnnxGraph, layer: Layer, places: Places): void {
  channelsLast(graph, places);
  graph.add('Reshape', [graph.sizes(`${layer.name}_shape`, [-1, ...sizes(layer.output)])]);
}

function channelsFirst(graph: OnnxGraph, places: Places): void {
  if (!places.channelsFirst) graph.add('Transpose', [], { perm: [0, 3, 1, 2] });
  places.channelsFirst = true;
}

function channelsLast(graph: OnnxGraph, places: Places): void {
  if (places.channelsFirst) graph.add('Transpose', [], { perm: [0, 2, 3, 1] });
  places.channelsFirst = false;
}

/** Operators without attributes; what they leave out are TensorFlow's constants, too. */
const activations: Readonly<Record<string, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  elu: 'Elu',
  selu: 'Selu',
  softplus: 'Softplus',
};

function addActivation(graph: OnnxGraph, layer: Layer): void {
  const { activation } = layer.getConfig() as { activation: string };
  if (activation === 'linear') return;
  if (activation === 'swish') {
    const before = graph.end();
    graph.add('Sigmoid', []);
    graph.combine('Mul', before);
  } else if (activation === 'softmax') graph.add('Softmax', [], { axis: -1 });
  else if (Object.hasOwn(activations, activation)) graph.add(activations[activation], []);
  else
    throw new RangeError(
      `layersToOnnx: layer ${layer.name} has the activation ${activation}; it must be linear, swish, softmax, ${Object.keys(activations).join(', ')}`,
    );
}

/** TensorFlow's padding `same`, of the convolution's larger side: an odd pixel goes after, not before. */
function samePads(
  [...larger]: readonly number[],
  strides: readonly number[],
  window: readonly number[],
): number[] {
  const totals = [0, 1].map((axis) => {
    const smaller = Math.ceil(larger[axis] / strides[axis]);
    return Math.max(0, (smaller - 1) * strides[axis] + window[axis] - larger[axis]);
  });
  const before = totals.map((total) => Math.floor(total / 2));
  return [...before, ...totals.map((total, axis) => total - before[axis])];
}

interface Weights {
  readonly values: Float32Array;
  readonly shape: number[];
}

/** Kernel and bias; a layer without a bias has zeros. */
async function weightsOf(layer: Layer): Promise<[kernel: Weights, bias: Weights]> {
  const weights = await Promise.all(
    layer
      .getWeights()
      .map(async (values) => ({ values: await values.data<'float32'>(), shape: values.shape })),
  );
  const outputs = sizes(layer.output).at(-1) ?? 0;
  const noBias = { values: new Float32Array(outputs), shape: [outputs] };
  return [weights[0], weights.length > 1 ? weights[1] : noBias];
}

function sizes(tensor: SymbolicTensor | SymbolicTensor[]): number[] {
  return (tensor as SymbolicTensor).shape.slice(1) as number[];
}

/** A four-dimensional array with its axes in another order. */
function transposed(
  values: Float32Array,
  shape: readonly number[],
  [a, b, c, d]: readonly number[],
): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((x, y) => x * y, 1));
  const result = new Float32Array(values.length);
  let to = 0;
  for (let i = 0; i < shape[a]; i++)
    for (let j = 0; j < shape[b]; j++)
      for (let k = 0; k < shape[c]; k++)
        for (let l = 0; l < shape[d]; l++)
          result[to++] = values[i * strides[a] + j * strides[b] + k * strides[c] + l * strides[d]];
  return result;
}
