import { selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { getKernel, registerKernel, tensor, unregisterKernel, util } from '@tensorflow/tfjs-core';
import { hasKernel } from '../has-kernel.js';
import { adam } from './adam.js';
import type { Attribute, Binding, Call, Kernel, Step } from './operations.js';
import { chain, float, runChain } from './operations.js';

/** One operation of TensorFlow's where TensorFlow.js takes several: what limits it is their number. */
export function registerNativeKernels(): void {
  for (const [kernelName, kernel] of Object.entries({ ...kernels, AelabAdam: adam }))
    if (!hasKernel(kernelName, 'tensorflow'))
      registerKernel({
        kernelName,
        backendName: 'tensorflow',
        kernelFunc: kernel as unknown as KernelFunc,
      });
  replaceKernel('BatchMatMul', isOfMatrices, matrixProduct);
  replaceKernel('ResizeNearestNeighborGrad', isOfWholeFactors, upsamplingGradient);
}

const replaced = new Set<string>();

/** Takes the place of the kernel of TensorFlow.js where it covers the call. */
function replaceKernel(kernelName: string, covers: (call: Call) => boolean, ours: Kernel): void {
  if (replaced.has(kernelName)) return;
  replaced.add(kernelName);
  const stock = getKernel(kernelName, 'tensorflow').kernelFunc as unknown as Kernel;
  unregisterKernel(kernelName, 'tensorflow');
  const kernel: Kernel = (call) => (covers(call) ? ours(call) : stock(call));
  registerKernel({ kernelName, backendName: 'tensorflow', kernelFunc: kernel as unknown as KernelFunc });
}

function isOfMatrices({ inputs: { a, b } }: Call): boolean {
  return [a, b].every(({ shape, dtype }) => shape.length === 2 && dtype === 'float32');
}

/** TensorFlow's operation for two matrices; for small ones that for batches takes three times as long. */
function matrixProduct({ inputs: { a, b }, attrs, backend }: Call): TensorInfo {
  const { binding } = backend;
  const flag = (name: string, value: unknown) => ({ name, type: binding.TF_ATTR_BOOL, value });
  const transposes = [flag('transpose_a', attrs['transposeA']), flag('transpose_b', attrs['transposeB'])];
  return backend.executeSingleOutput('MatMul', [float(binding), ...transposes], [a, b]);
}

function isOfWholeFactors({ inputs: { dy, images }, attrs }: Call): boolean {
  const [vertical, horizontal] = factors(dy, images);
  return attrs['alignCorners'] !== true && Number.isInteger(vertical) && Number.isInteger(horizontal);
}

/** The sum over each pixel's copies, as their mean times their number: four times as fast as TensorFlow's own. */
function upsamplingGradient({ inputs: { dy, images }, backend }: Call): TensorInfo {
  const { binding } = backend;
  const [vertical, horizontal] = factors(dy, images);
  const window = [1, vertical, horizontal, 1];
  const attributes = [
    float(binding),
    { name: 'padding', type: binding.TF_ATTR_STRING, value: 'VALID' },
    ...['ksize', 'strides'].map((name) => ({ name, type: binding.TF_ATTR_INT, value: window })),
  ];
  const copies = binding.createTensor([], binding.TF_FLOAT, Float32Array.of(vertical * horizontal));
  const result = chain(backend, dy, [
    ['AvgPool', attributes, []],
    ['Mul', [float(binding)], [copies]],
  ]);
  binding.deleteTensor(copies);
  return result;
}

function factors(dy: TensorInfo, images: TensorInfo): [vertical: number, horizontal: number] {
  return [dy.shape[1] / images.shape[1], dy.shape[2] / images.shape[2]];
}

const kernels: Readonly<Record<string, Kernel>> = {
  AelabDense: dense,
  AelabMeanSquaredError: meanSquaredError,
  AelabMeanSquaredErrorGradient: meanSquaredErrorGradient,
  AelabReluGradient: ({ inputs: { dy, x }, backend }) =>
    backend.executeSingleOutput('ReluGrad', [float(backend.binding)], [dy, x]),
  AelabSigmoidGradient: ({ inputs: { dy, y }, backend }) =>
    backend.executeSingleOutput('SigmoidGrad', [float(backend.binding)], [y, dy]),
  AelabUnitRange: unitRange,
};

/** `activation(x · kernel + bias)` */
function dense({ inputs: { x, kernel, bias }, attrs, backend }: Call): TensorInfo {
  const { binding } = backend;
  const steps: Step[] = [['MatMul', [float(binding)], backend.getInputTensorIds([kernel])]];
  if (bias as TensorInfo | undefined)
    steps.push(['BiasAdd', [float(binding)], backend.getInputTensorIds([bias])]);
  const activation = { relu: 'Relu', sigmoid: 'Sigmoid', linear: undefined }[attrs['activation'] as string];
  if (activation !== undefined) steps.push([activation, [float(binding)], []]);
  return chain(backend, x, steps);
}

/** `Σ (a − b)² / n` */
function meanSquaredError({ inputs: { a, b }, backend }: Call): TensorInfo {
  const { binding } = backend;
  const axes = binding.createTensor([a.shape.length], binding.TF_INT32, Int32Array.from(a.shape.keys()));
  const result = chain(backend, a, [
    ['SquaredDifference', [float(binding)], backend.getInputTensorIds([b])],
    ['Mean', [float(binding)], [axes]],
  ]);
  binding.deleteTensor(axes);
  return result;
}

/** `dy · 2 (b − a) / n` */
function meanSquaredErrorGradient({ inputs: { dy, a, b }, backend }: Call): TensorInfo {
  const { binding } = backend;
  const share = Float32Array.of(2 / util.sizeFromShape(a.shape));
  const factor = binding.createTensor([], binding.TF_FLOAT, share);
  const [scaled] = binding.executeOp(
    'Mul',
    [float(binding)],
    [...backend.getInputTensorIds([dy]), factor],
    1,
  );
  const result = chain(backend, b, [
    ['Sub', [float(binding)], backend.getInputTensorIds([a])],
    ['Mul', [float(binding)], [scaled.id]],
  ]);
  [factor, scaled.id].forEach((id) => binding.deleteTensor(id));
  return result;
}

/** Byte images to values in [0, 1], as `toUnitRange` does: on the backend where one division does it. */
function unitRange({ attrs, backend }: Call): TensorInfo {
  const { images, indices } = attrs as unknown as { images: ImageBatch; indices?: Uint32Array };
  const { binding } = backend;
  const { data, shape, range } = indices ? selectImages(images, indices) : images;
  if (range[0] !== 0 || range[1] !== 255) return tensor(toUnitRange({ data, shape, range }).data, [...shape]);
  const bytes = binding.createTensor(shape, binding.TF_UINT8, data as Uint8Array);
  const whole = binding.createTensor([], binding.TF_FLOAT, Float32Array.of(255));
  const unit = runChain(binding, bytes, [
    ['Cast', castAttributes(binding), []],
    ['RealDiv', [float(binding)], [whole]],
  ]);
  [bytes, whole].forEach((id) => binding.deleteTensor(id));
  return backend.createOutputTensor(unit);
}

function castAttributes({ TF_ATTR_TYPE, TF_FLOAT, TF_UINT8 }: Binding): Attribute[] {
  return [
    { name: 'SrcT', type: TF_ATTR_TYPE, value: TF_UINT8 },
    { name: 'DstT', type: TF_ATTR_TYPE, value: TF_FLOAT },
  ];
}
