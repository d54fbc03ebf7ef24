/** n points: `data` row by row. An `ImageBatch` is one, and so is any feature array `{ data, shape: [n, d] }`. */
export interface Points {
  readonly data: Float32Array | Float64Array | Uint8Array;
  /** `[n, …]`; the sizes after the first multiply to d, the coordinates of one point. */
  readonly shape: readonly [n: number, ...rest: number[]];
}

/** d, the coordinates of one point. */
export function dimensionsOf({ shape }: Points): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

/** @throws RangeError if the shape does not hold the data, or a coordinate is not finite */
export function assertPoints(caller: string, points: Points): void {
  const { data, shape } = points;
  const expected = shape[0] * dimensionsOf(points);
  if (data.length !== expected)
    throw new RangeError(
      `${caller}: data has ${data.length} values and shape [${shape.join(',')}] needs ${expected}`,
    );
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(`${caller}: value ${bad} is ${data[bad]}; every coordinate must be a finite number`);
}
