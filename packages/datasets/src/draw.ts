/** A colour with red, green and blue in [0, 1]. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A line with round ends, in a square whose sides are 1; with both ends in one place, a disc. */
export interface Stroke {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly radius: number;
  readonly colour: Colour;
}

/** Each pixel is the mean of so many points squared. */
const samples = 4;

/**
 * Strokes painted one over the other on black.
 *
 * @returns `[side, side, 3]`, values in [0, 1]
 */
export function draw(strokes: readonly Stroke[], side: number): Float64Array {
  const image = new Float64Array(side * side * 3);
  const grid = side * samples;
  for (let y = 0; y < grid; y++)
    for (let x = 0; x < grid; x++) {
      const top = strokes.findLast((stroke) => covers(stroke, (x + 0.5) / grid, (y + 0.5) / grid));
      const pixel = 3 * (Math.floor(y / samples) * side + Math.floor(x / samples));
      top?.colour.forEach((value, channel) => (image[pixel + channel] += value / samples ** 2));
    }
  return image;
}

function covers({ from, to, radius }: Stroke, x: number, y: number): boolean {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - from[0]) * dx + (y - from[1]) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  return (x - from[0] - t * dx) ** 2 + (y - from[1] - t * dy) ** 2 <= radius ** 2;
}
