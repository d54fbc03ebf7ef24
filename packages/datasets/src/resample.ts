/**
 * Rows of values brought to another height and width, with a triangle filter that widens when it shrinks: enlarging is
 * bilinear interpolation, and shrinking averages what it covers. The same as Pillow's `BILINEAR`.
 *
 * @param image - `[height, width, channels]`, row-major
 * @returns `[toHeight, toWidth, channels]`
 */
export function resample(
  image: Float64Array,
  shape: readonly [height: number, width: number, channels: number],
  toHeight: number,
  toWidth: number,
): Float64Array {
  const [height, width, channels] = shape;
  const wide = resampleAxis(image, height, width, channels, toWidth);
  return resampleAxis(wide, 1, height, toWidth * channels, toHeight);
}

/** `[outer, length, inner]` to `[outer, toLength, inner]`. */
function resampleAxis(
  values: Float64Array,
  outer: number,
  length: number,
  inner: number,
  toLength: number,
): Float64Array {
  const result = new Float64Array(outer * toLength * inner);
  for (let to = 0; to < toLength; to++) {
    const { first, weights } = triangle(to, length, toLength);
    for (let o = 0; o < outer; o++)
      weights.forEach((weight, k) => {
        const from = (o * length + first + k) * inner;
        const target = (o * toLength + to) * inner;
        for (let i = 0; i < inner; i++) result[target + i] += weight * values[from + i];
      });
  }
  return result;
}

/** The weights of the values that a place of the result is made of, and the first of them. */
function triangle(to: number, length: number, toLength: number): { first: number; weights: number[] } {
  const scale = length / toLength;
  const support = Math.max(1, scale);
  const centre = (to + 0.5) * scale;
  const first = Math.max(0, Math.floor(centre - support + 0.5));
  const last = Math.min(length, Math.floor(centre + support + 0.5));
  const raw = Array.from({ length: last - first }, (_, k) =>
    Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / support),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return { first, weights: raw.map((weight) => weight / sum) };
}
