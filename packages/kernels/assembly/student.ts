// Sums over Student's t-distribution with ν = dimensions − 1 degrees of freedom, as the gradient of t-SNE has them:
// q = 1 / (1 + ‖y − y'‖² / ν) and w = q^((ν + 1) / 2), which is q in two dimensions and q·√q in three.
import { Pointer, floats, load4, splat, sumLanes, zeros } from './simd';

@inline function tail2(dx: v128, dy: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy))));
}

@inline function tail3(dx: v128, dy: v128, dz: v128): v128 {
  const two = f32x4.splat(2);
  const squared = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz));
  return f32x4.div(two, f32x4.add(two, squared));
}

/**
 * What `length` masses do to each of `count` points: `Σ mass·w·q·(y − y')` into `pushX` and `pushY`, and as the result,
 * over all points, `Σ mass·w`. The length is a multiple of 4, with masses of 0 at the end.
 */
export function push2d(
  x: Pointer, y: Pointer, count: i32, massX: Pointer, massY: Pointer, mass: Pointer, length: i32,
  pushX: Pointer, pushY: Pointer,
): f64 {
  let total: f64 = 0;
  for (let i: usize = 0, end = floats(count); i < end; i += 4) {
    const px = splat(x + i), py = splat(y + i);
    let fx = zeros(), fy = zeros(), z = zeros();
    for (let e: usize = 0, last = floats(length); e < last; e += 16) {
      const dx = f32x4.sub(px, load4(massX + e)), dy = f32x4.sub(py, load4(massY + e));
      const q = tail2(dx, dy);
      const w = f32x4.mul(load4(mass + e), q);
      const push = f32x4.mul(w, q);
      z = f32x4.add(z, w);
      fx = f32x4.add(fx, f32x4.mul(push, dx));
      fy = f32x4.add(fy, f32x4.mul(push, dy));
    }
    store<f32>(pushX + i, sumLanes(fx));
    store<f32>(pushY + i, sumLanes(fy));
    total += sumLanes(z);
  }
  return total;
}

/** The same in three dimensions. */
export function push3d(
  x: Pointer, y: Pointer, z: Pointer, count: i32,
  massX: Pointer, massY: Pointer, massZ: Pointer, mass: Pointer, length: i32,
  pushX: Pointer, pushY: Pointer, pushZ: Pointer,
): f64 {
  let total: f64 = 0;
  for (let i: usize = 0, end = floats(count); i < end; i += 4) {
    const px = splat(x + i), py = splat(y + i), pz = splat(z + i);
    let fx = zeros(), fy = zeros(), fz = zeros(), sum = zeros();
    for (let e: usize = 0, last = floats(length); e < last; e += 16) {
      const dx = f32x4.sub(px, load4(massX + e)), dy = f32x4.sub(py, load4(massY + e));
      const dz = f32x4.sub(pz, load4(massZ + e));
      const q = tail3(dx, dy, dz);
      const w = f32x4.mul(load4(mass + e), f32x4.mul(q, f32x4.sqrt(q)));
      const push = f32x4.mul(w, q);
      sum = f32x4.add(sum, w);
      fx = f32x4.add(fx, f32x4.mul(push, dx));
      fy = f32x4.add(fy, f32x4.mul(push, dy));
      fz = f32x4.add(fz, f32x4.mul(push, dz));
    }
    store<f32>(pushX + i, sumLanes(fx));
    store<f32>(pushY + i, sumLanes(fy));
    store<f32>(pushZ + i, sumLanes(fz));
    total += sumLanes(sum);
  }
  return total;
}

/**
 * What pulls each of `count` points: `Σ p·q·(y − y')` over the entries of its row, `starts[i]` to `starts[i + 1] − 1` of
 * `columns` and `p`. Points and pulls are `x, y` one after another. A row's entries are a multiple of 4, zeros at its end.
 */
export function pull2d(places: Pointer, count: i32, starts: Pointer, columns: Pointer, p: Pointer, pulls: Pointer): void {
  for (let i = 0; i < count; i++) {
    const px = splat(places + floats(2 * i)), py = splat(places + floats(2 * i + 1));
    let fx = zeros(), fy = zeros();
    const end = floats(load<i32>(starts + floats(i + 1)));
    for (let e = floats(load<i32>(starts + floats(i))); e < end; e += 16) {
      const at = columns + e;
      const a = pair(places, load<i32>(at), load<i32>(at, 4)), b = pair(places, load<i32>(at, 8), load<i32>(at, 12));
      const dx = f32x4.sub(px, v128.shuffle<f32>(a, b, 0, 2, 4, 6));
      const dy = f32x4.sub(py, v128.shuffle<f32>(a, b, 1, 3, 5, 7));
      const pull = f32x4.mul(load4(p + e), tail2(dx, dy));
      fx = f32x4.add(fx, f32x4.mul(pull, dx));
      fy = f32x4.add(fy, f32x4.mul(pull, dy));
    }
    store<f32>(pulls + floats(2 * i), sumLanes(fx));
    store<f32>(pulls + floats(2 * i + 1), sumLanes(fy));
  }
}

@inline function pair(places: Pointer, i: i32, j: i32): v128 {
  return v128.load64_lane(places + (<usize>j << 3), v128.load64_zero(places + (<usize>i << 3)), 1);
}

/** The same in three dimensions; points and pulls are `x, y, z` and one number more that is not used. */
export function pull3d(places: Pointer, count: i32, starts: Pointer, columns: Pointer, p: Pointer, pulls: Pointer): void {
  for (let i = 0; i < count; i++) {
    const at = places + floats(4 * i);
    const px = splat(at), py = splat(at + 4), pz = splat(at + 8);
    let fx = zeros(), fy = zeros(), fz = zeros();
    const end = floats(load<i32>(starts + floats(i + 1)));
    for (let e = floats(load<i32>(starts + floats(i))); e < end; e += 16) {
      const a = quad(places, columns + e), b = quad(places, columns + e + 4);
      const c = quad(places, columns + e + 8), d = quad(places, columns + e + 12);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const dx = f32x4.sub(px, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
      const dy = f32x4.sub(py, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
      const dz = f32x4.sub(
        pz,
        v128.shuffle<f32>(v128.shuffle<f32>(a, b, 2, 6, 2, 6), v128.shuffle<f32>(c, d, 2, 6, 2, 6), 0, 1, 4, 5),
      );
      const pull = f32x4.mul(load4(p + e), tail3(dx, dy, dz));
      fx = f32x4.add(fx, f32x4.mul(pull, dx));
      fy = f32x4.add(fy, f32x4.mul(pull, dy));
      fz = f32x4.add(fz, f32x4.mul(pull, dz));
    }
    store<f32>(pulls + floats(4 * i), sumLanes(fx));
    store<f32>(pulls + floats(4 * i + 1), sumLanes(fy));
    store<f32>(pulls + floats(4 * i + 2), sumLanes(fz));
  }
}

@inline function quad(places: Pointer, column: Pointer): v128 {
  return load4(places + (<usize>load<i32>(column) << 4));
}
