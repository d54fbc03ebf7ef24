import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';

/** What is used of the backend of `@tensorflow/tfjs-node-gpu` beyond its public interface. */
export interface NativeBackend extends KernelBackend {
  readonly binding: Binding;
  readonly tensorMap: { get(dataId: object): { id: number } };
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  executeSingleOutput(operation: string, attributes: Attribute[], inputs: readonly TensorInfo[]): TensorInfo;
  createOutputTensor(output: Output): TensorInfo;
}

/** A new tensor of TensorFlow's. */
export interface Output {
  readonly id: number;
}

export interface Binding {
  readonly TF_FLOAT: number;
  readonly TF_UINT8: number;
  readonly TF_INT32: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_STRING: number;
  createTensor(
    shape: readonly number[],
    type: number,
    values: Float32Array | Int32Array | Uint8Array,
  ): number;
  deleteTensor(id: number): void;
  executeOp(name: string, attributes: Attribute[], inputs: number[], outputs: number): Output[];
}

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

export interface Call {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly backend: NativeBackend;
}

export type Kernel = (call: Call) => TensorInfo;

/** An operation, its attributes, and its inputs after the first. */
export type Step = readonly [operation: string, attributes: Attribute[], others: readonly number[]];

/** Each operation on the result of the one before; what lies between is freed. */
export function chain(backend: NativeBackend, x: TensorInfo, steps: readonly Step[]): TensorInfo {
  const [id] = backend.getInputTensorIds([x]);
  return backend.createOutputTensor(runChain(backend.binding, id, steps));
}

export function runChain(binding: Binding, first: number, steps: readonly Step[]): Output {
  let result: Output = { id: first };
  steps.forEach(([operation, attributes, others], i) => {
    const before = result.id;
    [result] = binding.executeOp(operation, attributes, [before, ...others], 1);
    if (i > 0) binding.deleteTensor(before);
  });
  return result;
}

export function float({ TF_ATTR_TYPE, TF_FLOAT }: Binding): Attribute {
  return { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
}
