// Steps of optimisers, in place: one pass over all variables.
import { Pointer, floats, least, load4, loadFirst, multiplyAdd, store4, storeFirst } from './simd';
import { Task } from './tasks';
import { parallel } from './threads';

enum Rule {
  adam,
  rmsprop,
  momentum,
}

/** A variable, its gradient and what the rule remembers of it; the caller fills rows of these, one for each variable. */
@unmanaged class Slot {
  variable: Pointer;
  gradient: Pointer;
  /** The mean of gradients; adam alone has it. */
  first: Pointer;
  second: Pointer;
  length: i32;
}

@unmanaged class Update {
  rule: Rule;
  slots: Pointer;
  rate: f32;
  decay1: f32;
  decay2: f32;
  correction2: f32;
  epsilon: f32;
}

const chunkLength = 16384;

/**
 * `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`, `θ ← θ − rate · m / (√(v · correction2) + ε)`; the caller puts the
 * correction of m into the rate.
 */
export function adam(
  slots: Pointer, count: i32, rate: f32, beta1: f32, beta2: f32, correction2: f32, epsilon: f32, scratch: Pointer,
): void {
  const job = changetype<Update>(scratch);
  job.decay1 = beta1;
  job.correction2 = correction2;
  update(Rule.adam, slots, count, rate, beta2, epsilon, scratch);
}

/** `v ← ρv + (1−ρ)g²`, `θ ← θ − rate · g / (√v + ε)` */
export function rmsprop(slots: Pointer, count: i32, rate: f32, rho: f32, epsilon: f32, scratch: Pointer): void {
  update(Rule.rmsprop, slots, count, rate, rho, epsilon, scratch);
}

/** `b ← μb + g`, `θ ← θ − rate · b` */
export function momentum(slots: Pointer, count: i32, rate: f32, mu: f32, scratch: Pointer): void {
  update(Rule.momentum, slots, count, rate, mu, 0, scratch);
}

function update(
  rule: Rule, slots: Pointer, count: i32, rate: f32, decay2: f32, epsilon: f32, scratch: Pointer,
): void {
  const job = changetype<Update>(scratch);
  job.rule = rule;
  job.slots = slots;
  job.rate = rate;
  job.decay2 = decay2;
  job.epsilon = epsilon;
  let chunks = 0;
  for (let i = 0; i < count; i++) chunks += chunksOf(slotAt(slots, i));
  parallel(Task.updateChunk, scratch, chunks);
}

@inline function slotAt(slots: Pointer, i: i32): Slot {
  return changetype<Slot>(slots + <usize>i * offsetof<Slot>());
}

@inline function chunksOf(slot: Slot): i32 {
  return (slot.length + chunkLength - 1) / chunkLength;
}

export function updateChunk(address: Pointer, chunk: i32, _thread: i32): void {
  const job = changetype<Update>(address);
  let i = 0;
  for (; chunk >= chunksOf(slotAt(job.slots, i)); i++) chunk -= chunksOf(slotAt(job.slots, i));
  const slot = slotAt(job.slots, i);
  // One loop per rule: the constant folds into it.
  switch (job.rule) {
    case Rule.adam:
      return each(Rule.adam, job, slot, chunk);
    case Rule.rmsprop:
      return each(Rule.rmsprop, job, slot, chunk);
    default:
      return each(Rule.momentum, job, slot, chunk);
  }
}

@inline function each(rule: Rule, job: Update, slot: Slot, chunk: i32): void {
  const rate = f32x4.splat(job.rate), epsilon = f32x4.splat(job.epsilon), correction = f32x4.splat(job.correction2);
  const keep1 = f32x4.splat(job.decay1), keep2 = f32x4.splat(job.decay2);
  const from = floats(chunk * chunkLength);
  let variable = slot.variable + from, gradient = slot.gradient + from;
  let first = slot.first + from, second = slot.second + from;
  let left = least(chunkLength, slot.length - chunk * chunkLength);
  for (; left >= 4; left -= 4, variable += 16, gradient += 16, first += 16, second += 16)
    step(rule, variable, gradient, first, second, 4, rate, keep1, keep2, correction, epsilon);
  if (left > 0) step(rule, variable, gradient, first, second, left, rate, keep1, keep2, correction, epsilon);
}

@inline function step(
  rule: Rule, variable: Pointer, gradient: Pointer, first: Pointer, second: Pointer, lanes: i32,
  rate: v128, keep1: v128, keep2: v128, correction: v128, epsilon: v128,
): void {
  const g = loadFirst(gradient, lanes);
  let change = g;
  if (rule == Rule.momentum) {
    change = multiplyAdd(keep2, loadFirst(second, lanes), g);
    storeFirst(second, change, lanes);
    change = f32x4.mul(change, rate);
  } else {
    let v = mix(loadFirst(second, lanes), f32x4.mul(g, g), keep2);
    storeFirst(second, v, lanes);
    if (rule == Rule.adam) {
      change = mix(loadFirst(first, lanes), g, keep1);
      storeFirst(first, change, lanes);
      v = f32x4.mul(v, correction);
    }
    change = f32x4.div(f32x4.mul(change, rate), f32x4.add(f32x4.sqrt(v), epsilon));
  }
  storeFirst(variable, f32x4.sub(loadFirst(variable, lanes), change), lanes);
}

/** `keep · old + (1 − keep) · new` */
@inline function mix(old: v128, recent: v128, keep: v128): v128 {
  return f32x4.add(f32x4.mul(old, keep), f32x4.mul(recent, f32x4.sub(f32x4.splat(1), keep)));
}
