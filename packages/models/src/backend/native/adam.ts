import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OptimizerStep } from '../optimizer-step.js';
import type { Attribute, Binding, NativeBackend } from './operations.js';
import { float } from './operations.js';

/** A step of Adam by TensorFlow's own operation. Its ε stands beside √v without correction, so it is scaled to mean the same. */
export function adam({ inputs, attrs, backend }: OptimizerStep & { backend: NativeBackend }): TensorInfo[] {
  const scalars = adamScalars(attrs, backend.binding);
  inputs['variable'].forEach((variable, i) => {
    const targets = [variable, inputs['mean'][i], inputs['square'][i]];
    move(targets, inputs['gradient'][i], scalars, backend);
  });
  scalars.forEach((id) => backend.binding.deleteTensor(id));
  return [];
}

/** On variables of TensorFlow's own that hold what the tensors hold. */
function move(
  targets: readonly TensorInfo[],
  gradient: TensorInfo,
  scalars: readonly number[],
  backend: NativeBackend,
): void {
  const { binding } = backend;
  const resources = targets.map((target) => resourceOf(target, backend));
  const operands = [
    ...resources.map(({ handle }) => handle),
    ...scalars,
    ...backend.getInputTensorIds([gradient]),
  ];
  const flags = ['use_locking', 'use_nesterov'].map((name) => ({
    name,
    type: binding.TF_ATTR_BOOL,
    value: false,
  }));
  // A variable whose values a tensor shares would be copied before it is changed.
  targets.forEach(({ dataId }) => binding.deleteTensor(backend.tensorMap.get(dataId).id));
  binding.executeOp('ResourceApplyAdam', [float(binding), ...flags], operands, 0);
  targets.forEach((target, i) => readBack(target, resources[i], backend));
}

function adamScalars(attrs: OptimizerStep['attrs'], binding: Binding): number[] {
  const { learningRate, beta1, beta2, epsilon, step } = attrs;
  const [decayed1, decayed2] = [beta1 ** step, beta2 ** step];
  const constants = [decayed1, decayed2, learningRate, beta1, beta2, epsilon * Math.sqrt(1 - decayed2)];
  return constants.map((value) => binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value)));
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

/** Gives the tensor, whose own values are freed, the variable's. */
function readBack({ dataId }: TensorInfo, resource: Resource, { binding, tensorMap }: NativeBackend): void {
  const entry = tensorMap.get(dataId);
  [{ id: entry.id }] = binding.executeOp('ReadVariableOp', [dtype(binding)], [resource.handle], 1);
  resource.holds = entry.id;
}

function dtype({ TF_ATTR_TYPE, TF_FLOAT }: Binding): Attribute {
  return { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT };
}
