import type { KernelBackend, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { getKernel, registerKernel } from '@tensorflow/tfjs-core';

/** What is used of the backend of `@tensorflow/tfjs-node-gpu` beyond its public interface. */
interface NativeBackend extends KernelBackend {
  readonly binding: Binding;
  readonly tensorMap: { get(dataId: object): { id: number } };
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  executeSingleOutput(operation: string, attributes: Attribute[], inputs: readonly TensorInfo[]): TensorInfo;
}

interface Binding {
  readonly TF_FLOAT: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_STRING: number;
  createTensor(shape: number[], type: number, values: Float32Array): number;
  deleteTensor(id: number): void;
  executeOp(name: string, attributes: Attribute[], inputs: number[], outputs: number): { id: number }[];
}

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface Call {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: Readonly<Record<string, number>>;
  readonly backend: NativeBackend;
}

/** One operation of TensorFlow's where TensorFlow.js takes several: what limits it is their number. */
export function registerNativeKernels(): void {
  for (const [kernelName, kernel] of Object.entries(kernels))
    if (!(getKernel(kernelName, 'tensorflow') as object | undefined))
      registerKernel({
        kernelName,
        backendName: 'tensorflow',
        kernelFunc: kernel as unknown as KernelFunc,
      });
}

const kernels: Readonly<Record<string, (call: Call) => TensorInfo>> = {
  AelabAdam: adam,
  AelabReluGradient: ({ inputs: { dy, x }, backend }) =>
    backend.executeSingleOutput('ReluGrad', [float(backend.binding)], [dy, x]),
  AelabSigmoidGradient: ({ inputs: { dy, y }, backend }) =>
    backend.executeSingleOutput('SigmoidGrad', [float(backend.binding)], [y, dy]),
};

/**
 * A step of Adam by TensorFlow's own operation, on variables of its own that hold what the tensors hold. Its ε stands
 * beside √v without correction, so it is scaled to mean the same.
 */
function adam({ inputs, attrs, backend }: Call): TensorInfo {
  const { learningRate, beta1, beta2, epsilon, step } = attrs;
  const { binding } = backend;
  const targets = [inputs['variable'], inputs['mean'], inputs['square']];
  const resources = targets.map((target) => resourceOf(target, backend));
  const correction = 1 - beta2 ** step;
  const constants = [
    beta1 ** step,
    beta2 ** step,
    learningRate,
    beta1,
    beta2,
    epsilon * Math.sqrt(correction),
  ];
  const scalars = constants.map((value) =>
    binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value)),
  );
  const [gradient] = backend.getInputTensorIds([inputs['gradient']]);
  const handles = resources.map(({ handle }) => handle);
  const flags = ['use_locking', 'use_nesterov'].map((name) => ({
    name,
    type: binding.TF_ATTR_BOOL,
    value: false,
  }));
  binding.executeOp('ResourceApplyAdam', [float(binding), ...flags], [...handles, ...scalars, gradient], 0);
  scalars.forEach((id) => binding.deleteTensor(id));
  targets.forEach((target, i) => readBack(target, resources[i], backend));
  return targets[0];
}

/** A variable of TensorFlow's. */
interface Resource {
  readonly handle: number;
  /** The tensor that holds the same values. */
  holds: number;
}

const resources = new WeakMap<object, Resource>();
const abandoned = new FinalizationRegistry<() => void>((destroy) => destroy());

/** The variable that belongs to a tensor, with the tensor's values. */
function resourceOf(target: TensorInfo, backend: NativeBackend): Resource {
  const { binding } = backend;
  const [id] = backend.getInputTensorIds([target]);
  const resource = resources.get(target.dataId) ?? createResource(target, binding);
  if (resource.holds !== id)
    binding.executeOp('AssignVariableOp', [dtype(binding)], [resource.handle, id], 0);
  return resource;
}

let count = 0;

function createResource(target: TensorInfo, binding: Binding): Resource {
  const text = (name: string, value: string) => ({ name, type: binding.TF_ATTR_STRING, value });
  const shape = { name: 'shape', type: binding.TF_ATTR_SHAPE, value: target.shape };
  const names = [text('container', ''), text('shared_name', `aelab-${count++}`)];
  const [{ id: handle }] = binding.executeOp('VarHandleOp', [dtype(binding), shape, ...names], [], 1);
  const resource = { handle, holds: -1 };
  resources.set(target.dataId, resource);
  abandoned.register(target.dataId, () => {
    const ignore = { name: 'ignore_lookup_error', type: binding.TF_ATTR_BOOL, value: true };
    binding.executeOp('DestroyResourceOp', [ignore], [handle], 0);
    binding.deleteTensor(handle);
  });
  return resource;
}

/** Gives the tensor the variable's values. */
function readBack({ dataId }: TensorInfo, resource: Resource, { binding, tensorMap }: NativeBackend): void {
  const entry = tensorMap.get(dataId);
  binding.deleteTensor(entry.id);
  [{ id: entry.id }] = binding.executeOp('ReadVariableOp', [dtype(binding)], [resource.handle], 1);
  resource.holds = entry.id;
}

function float({ TF_ATTR_TYPE, TF_FLOAT }: Binding): Attribute {
  return { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
}

function dtype({ TF_ATTR_TYPE, TF_FLOAT }: Binding): Attribute {
  return { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT };
}
