// Element by element: activations, their gradients, and the gradient of the squared error.
import { Pointer, floats, least, load4, loadFirst, multiplyAdd, store4, storeFirst, zeros } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

enum Operation {
  relu,
  sigmoid,
  reluGradient,
  sigmoidGradient,
  scaledDifference,
}

@unmanaged class Elementwise {
  operation: Operation;
  a: Pointer;
  b: Pointer;
  out: Pointer;
  length: i32;
  factor: f32;
}

const chunkLength = 16384;

/** `max(0, x)` */
export function relu(x: Pointer, out: Pointer, length: i32, scratch: Pointer): void {
  elementwise(Operation.relu, x, x, out, length, 0, scratch);
}

/** `1 / (1 + e⁻ˣ)` */
export function sigmoid(x: Pointer, out: Pointer, length: i32, scratch: Pointer): void {
  elementwise(Operation.sigmoid, x, x, out, length, 0, scratch);
}

/** dy where x > 0, else 0; the output of relu serves as x too. */
export function reluGradient(dy: Pointer, x: Pointer, out: Pointer, length: i32, scratch: Pointer): void {
  elementwise(Operation.reluGradient, dy, x, out, length, 0, scratch);
}

/** `dy · y · (1 − y)` for the sigmoid's output y. */
export function sigmoidGradient(dy: Pointer, y: Pointer, out: Pointer, length: i32, scratch: Pointer): void {
  elementwise(Operation.sigmoidGradient, dy, y, out, length, 0, scratch);
}

/** `factor · (a − b)` */
export function scaledDifference(
  a: Pointer, b: Pointer, factor: f32, out: Pointer, length: i32, scratch: Pointer,
): void {
  elementwise(Operation.scaledDifference, a, b, out, length, factor, scratch);
}

function elementwise(
  operation: Operation, a: Pointer, b: Pointer, out: Pointer, length: i32, factor: f32, scratch: Pointer,
): void {
  const job = changetype<Elementwise>(scratch);
  job.operation = operation;
  job.a = a;
  job.b = b;
  job.out = out;
  job.length = length;
  job.factor = factor;
  parallel(Task.elements, scratch, (length + chunkLength - 1) / chunkLength);
}

export function elements(address: Pointer, chunk: i32, _thread: i32): void {
  const job = changetype<Elementwise>(address);
  // One loop per operation: the constant folds into it.
  switch (job.operation) {
    case Operation.relu:
      return each(Operation.relu, job, chunk);
    case Operation.sigmoid:
      return each(Operation.sigmoid, job, chunk);
    case Operation.reluGradient:
      return each(Operation.reluGradient, job, chunk);
    case Operation.sigmoidGradient:
      return each(Operation.sigmoidGradient, job, chunk);
    case Operation.scaledDifference:
      return each(Operation.scaledDifference, job, chunk);
  }
}

@inline function each(operation: Operation, job: Elementwise, chunk: i32): void {
  const from = floats(chunk * chunkLength);
  let a = job.a + from, b = job.b + from, out = job.out + from;
  let left = least(chunkLength, job.length - chunk * chunkLength);
  const factor = f32x4.splat(job.factor);
  for (; left >= 4; left -= 4, a += 16, b += 16, out += 16)
    store4(out, apply(operation, load4(a), load4(b), factor));
  if (left > 0) storeFirst(out, apply(operation, loadFirst(a, left), loadFirst(b, left), factor), left);
}

@inline function apply(operation: Operation, a: v128, b: v128, factor: v128): v128 {
  switch (operation) {
    case Operation.relu:
      return f32x4.pmax(a, zeros());
    case Operation.sigmoid:
      return sigmoid4(a);
    case Operation.reluGradient:
      return v128.and(a, f32x4.gt(b, zeros()));
    case Operation.sigmoidGradient:
      return f32x4.mul(a, f32x4.mul(b, f32x4.sub(f32x4.splat(1), b)));
    default:
      return f32x4.mul(factor, f32x4.sub(a, b));
  }
}

@inline function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** Cephes' expf: 2ⁿ · e^r with |r| ≤ ln 2 / 2, to an ulp or two; NaN stays NaN. */
@inline function exp4(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.3)), f32x4.splat(88.3));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = multiplyAdd(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}
