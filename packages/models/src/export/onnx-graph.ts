import { toFloat16Bits } from '@aelab/images';
import type { Field } from './protobuf.js';
import { bytesField, concatenate, floatField, integerField, messageField, textField } from './protobuf.js';

export type Precision = 'float32' | 'float16';
type Attribute = number | readonly number[] | string | { readonly float: number };

/** Numbers of the fields and types in onnx.proto. */
const elementType = { float32: 1, int64: 7, float16: 10 } as const;
const attributeType = { float: 1, integer: 2, text: 3, integers: 7 } as const;
const irVersion = 8;
const opset = 17;

/** An ONNX graph as it grows, one chain of nodes. */
export interface OnnxGraph {
  /** Adds a node that takes the end of the chain, and these initialisers after it, and is the new end. */
  add(
    operator: string,
    initializers: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
  ): void;
  /** Adds a node that takes the end of the chain and an earlier value. */
  combine(operator: string, earlier: string): void;
  /** The name of the end of the chain. */
  end(): string;
  /** Adds weights, in the graph's precision, and gives their name; the graph computes in float32 in any case. */
  weights(name: string, values: Float32Array, shape: readonly number[]): string;
  /** Adds sizes, as whole numbers, and gives their name. */
  sizes(name: string, values: readonly number[]): string;
  /** Adds numbers that stay float32, and gives their name. */
  scales(name: string, values: readonly number[]): string;
  /** The model file: `input` of any batch size to the end of the chain. */
  bytes(inputShape: readonly number[], outputShape: readonly number[]): Uint8Array;
}

export function onnxGraph(name: string, precision: Precision): OnnxGraph {
  const nodes: Field[] = [];
  const initializers: Field[] = [];
  let end = 'input';
  const node = (operator: string, inputs: readonly string[], output: string, fields: readonly Field[] = []) =>
    nodes.push(
      messageField(1, [
        ...inputs.map((input) => textField(1, input)),
        textField(2, output),
        textField(4, operator),
        ...fields,
      ]),
    );
  const initializer = (tensor: string, type: number, shape: readonly number[], bytes: Uint8Array) =>
    initializers.push(
      messageField(5, [
        ...shape.map((size) => integerField(1, size)),
        integerField(2, type),
        textField(8, tensor),
        bytesField(9, bytes),
      ]),
    );
  const extend = (operator: string, others: readonly string[], fields: readonly Field[] = []) => {
    const output = `${operator.toLowerCase()}_${nodes.length + 1}`;
    node(operator, [end, ...others], output, fields);
    end = output;
  };
  return {
    add: (operator, others, attributes = {}) =>
      extend(
        operator,
        others,
        Object.entries(attributes).map(([key, value]) => attribute(key, value)),
      ),
    combine: (operator, earlier) => extend(operator, [earlier]),
    end: () => end,
    weights(tensor, values, shape) {
      if (precision === 'float32') {
        initializer(tensor, elementType.float32, shape, littleEndian(values));
        return tensor;
      }
      initializer(`${tensor}_half`, elementType.float16, shape, littleEndian(toFloat16Bits(values)));
      node('Cast', [`${tensor}_half`], tensor, [attribute('to', elementType.float32)]);
      return tensor;
    },
    sizes(tensor, values) {
      const bytes = littleEndian(BigInt64Array.from(values, BigInt));
      initializer(tensor, elementType.int64, [values.length], bytes);
      return tensor;
    },
    scales(tensor, values) {
      initializer(tensor, elementType.float32, [values.length], littleEndian(Float32Array.from(values)));
      return tensor;
    },
    bytes(inputShape, outputShape) {
      node('Identity', [end], 'output');
      return concatenate([
        integerField(1, irVersion),
        textField(2, 'aelab'),
        messageField(7, [
          ...nodes,
          textField(2, name),
          ...initializers,
          valueField(11, 'input', inputShape),
          valueField(12, 'output', outputShape),
        ]),
        messageField(8, [integerField(2, opset)]),
      ]);
    },
  };
}

function attribute(name: string, value: Attribute): Field {
  return messageField(5, [textField(1, name), ...attributeValue(value)]);
}

function attributeValue(value: Attribute): Field[] {
  if (typeof value === 'number') return [integerField(3, value), integerField(20, attributeType.integer)];
  if (typeof value === 'string') return [textField(4, value), integerField(20, attributeType.text)];
  if ('float' in value) return [floatField(2, value.float), integerField(20, attributeType.float)];
  return [...value.map((item) => integerField(8, item)), integerField(20, attributeType.integers)];
}

/** A float32 tensor `[batch, …shape]`. */
function valueField(number: number, name: string, shape: readonly number[]): Field {
  const dimensions = [
    messageField(1, [textField(2, 'batch')]),
    ...shape.map((size) => messageField(1, [integerField(1, size)])),
  ];
  const tensor = [integerField(1, elementType.float32), messageField(2, dimensions)];
  return messageField(number, [textField(1, name), messageField(2, [messageField(1, tensor)])]);
}

/** ONNX keeps values little-endian, as does every machine that Node runs on but s390x, which aelab does not claim. */
function littleEndian({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
