// The sliding window of SSIM in SIMD: the twin of src/distortion/local-similarity.ts, with the same operations in the
// same order, so that both give the same bits. All numbers are f64; two lie in a vector.

type Pointer = usize;

/** Bytes of the four fields of a pixel: x, y, x² + y² and x·y. */
const pixel = 32;

@inline function load2(p: Pointer): v128 {
  return v128.load(p, 0, 8);
}

@inline function weightedPair(weight: v128, a: Pointer, b: Pointer, sum: v128): v128 {
  return f64x2.add(sum, f64x2.mul(weight, f64x2.add(load2(a), load2(b))));
}

/** The four fields of each of `count` pixels of the planes `x` and `y`. */
export function interleave(x: Pointer, y: Pointer, count: i32, fields: Pointer): void {
  for (let i = 0; i < count; i++, x += 8, y += 8, fields += pixel) {
    const a = load<f64>(x),
      b = load<f64>(y);
    store<f64>(fields, a);
    store<f64>(fields, b, 8);
    store<f64>(fields, a * a + b * b, 16);
    store<f64>(fields, a * b, 24);
  }
}

/** Weighted sum of the 2·radius + 1 rows of `width` pixels from `fields` on. */
export function sumDown(fields: Pointer, width: i32, weights: Pointer, radius: i32, row: Pointer): void {
  const pitch = <usize>width * pixel;
  for (let i = 0; i < width; i++, fields += pixel, row += pixel) {
    weigh(fields, pitch, weights, radius, row);
  }
}

/** Sums across at each of `count` places, then the two factors of SSIM there. */
export function compareAcross(
  row: Pointer,
  count: i32,
  weights: Pointer,
  radius: i32,
  c1: f64,
  c2: f64,
  unbias: f64,
  sums: Pointer,
  luminance: Pointer,
  structure: Pointer,
): void {
  for (let j = 0; j < count; j++, row += pixel, luminance += 8, structure += 8) {
    weigh(row, pixel, weights, radius, sums);
    const x = load<f64>(sums),
      y = load<f64>(sums, 8),
      squares = load<f64>(sums, 16),
      product = load<f64>(sums, 24),
      means = x * x + y * y;
    store<f64>(luminance, (2 * x * y + c1) / (means + c1));
    store<f64>(structure, (2 * unbias * (product - x * y) + c2) / (unbias * (squares - means) + c2));
  }
}

/** Weighted sum of 2·radius + 1 pixels `step` bytes apart; weights run from the rim to the centre. */
@inline function weigh(first: Pointer, step: usize, weights: Pointer, radius: i32, out: Pointer): void {
  const centre = first + step * radius;
  let weight = v128.load64_splat(weights + (<usize>radius << 3));
  let means = f64x2.mul(weight, load2(centre));
  let products = f64x2.mul(weight, load2(centre + 16));
  let before = first,
    after = first + 2 * step * radius;
  for (let k = 0; k < radius; k++, before += step, after -= step) {
    weight = v128.load64_splat(weights + (<usize>k << 3));
    means = weightedPair(weight, before, after, means);
    products = weightedPair(weight, before + 16, after + 16, products);
  }
  v128.store(out, means, 0, 8);
  v128.store(out, products, 16, 8);
}
