import type { GradConfig, NamedAttrMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { backend, engine, getBackend, getKernel, registerGradient } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { hasKernel } from './has-kernel.js';

/** What is used of a dense layer of TensorFlow.js beyond its public interface. */
interface DenseLayer {
  readonly activation: { getClassName(): string };
  readonly kernel: { read(): Tensor };
  readonly bias: { read(): Tensor } | null;
  invokeCallHook(inputs: unknown, options: unknown): void;
}

type Call = (this: DenseLayer, inputs: Tensor | Tensor[], options: unknown) => Tensor;

const prototypes = new Set<object>();

/**
 * Dense layers on rows become one kernel forward and at most four backward, instead of some twenty operations, where
 * the backend has the kernel.
 */
export function fuseDenseLayers(): void {
  const prototype = Object.getPrototypeOf(layers.dense({ units: 1 })) as { call: Call };
  if (prototypes.has(prototype)) return;
  prototypes.add(prototype);
  registerGradient(gradient);
  const stock = prototype.call;
  prototype.call = function (inputs, options) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!isCovered(this, x)) return stock.call(this, inputs, options);
    this.invokeCallHook(inputs, options);
    const operands = { x, kernel: this.kernel.read(), ...(this.bias && { bias: this.bias.read() }) };
    return engine().runKernel<Tensor>('AelabDense', operands, { activation: this.activation.getClassName() });
  };
}

function isCovered({ activation, kernel }: DenseLayer, x: Tensor): boolean {
  return (
    x.rank === 2 &&
    x.dtype === 'float32' &&
    activation.getClassName() in activationGradients &&
    x.shape[1] === kernel.read().shape[0] &&
    hasKernel('AelabDense')
  );
}

const activationGradients: Readonly<Record<string, (dy: Tensor, y: Tensor) => Tensor>> = {
  linear: (dy) => dy,
  relu: (dy, y) => run('AelabReluGradient', { dy, x: y }),
  sigmoid: (dy, y) => run('AelabSigmoidGradient', { dy, y }),
};

const gradient: GradConfig = {
  kernelName: 'AelabDense',
  inputsToSave: ['x', 'kernel'],
  outputsToSave: [true],
  gradFunc: (dy, [x, kernel, y], attrs) => {
    const { activation } = attrs as { activation: string };
    const before = activationGradients[activation](dy as Tensor, y);
    return {
      x: () =>
        hasKernel('AelabDenseGradients')
          ? bothGradients(x, kernel, before)
          : run('BatchMatMul', { a: before, b: kernel }, { transposeA: false, transposeB: true }),
      kernel: () =>
        takeAside(before) ?? run('BatchMatMul', { a: x, b: before }, { transposeA: true, transposeB: false }),
      bias: () => run('Sum', { x: before }, { axis: [0], keepDims: false }),
    };
  },
};

/** The gradient of a kernel, which was computed with that of the layer's input, until it is asked for. */
let aside: { readonly dy: Tensor; readonly gradient: TensorInfo } | undefined;

/** That of the input, which is asked for before that of the kernel; the other is put aside. */
function bothGradients(x: Tensor, kernel: Tensor, dy: Tensor): Tensor {
  // Nobody asks for that of a kernel that does not learn.
  if (aside) backend().disposeData(aside.gradient.dataId);
  const { kernelFunc } = getKernel('AelabDenseGradients', getBackend());
  const [ofX, ofKernel] = kernelFunc({ inputs: { x, kernel, dy }, backend: backend() }) as TensorInfo[];
  aside = { dy, gradient: ofKernel };
  return engine().makeTensorFromTensorInfo(ofX);
}

function takeAside(dy: Tensor): Tensor | undefined {
  if (aside?.dy !== dy) return undefined;
  const { gradient } = aside;
  aside = undefined;
  return engine().makeTensorFromTensorInfo(gradient);
}

function run(kernel: string, inputs: Record<string, Tensor>, attrs?: NamedAttrMap): Tensor {
  return engine().runKernel<Tensor>(kernel, inputs, attrs);
}
