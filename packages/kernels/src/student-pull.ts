import { privateWorkspace } from './workspace.js';

/** A sparse matrix, row by row: the entries of row i are `starts[i]` to `starts[i + 1] − 1`. */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: ArrayLike<number>;
}

/**
 * The pulls on points: `Σ p·q·(y − y')` over the entries of each point's row into `pulls`, with
 * `q = 1 / (1 + ‖y − y'‖² / ν)` and ν = dimensions − 1. Both row-major, `[n, dimensions]`.
 */
export type StudentPull = (points: Float64Array, pulls: Float64Array) => void;

/**
 * The attraction of t-SNE: a function from places to pulls, for points in 2 or 3 dimensions that pull each other as
 * strongly as the matrix p says. Sums are in f32. The matrix is copied.
 *
 * @param p - as many rows as points
 * @example
 * const chain = { starts: Int32Array.of(0, 1, 2), columns: Int32Array.of(1, 0), values: [0.5, 0.5] };
 * const pulls = new Float64Array(4);
 * studentPull(chain, 2)(Float64Array.of(1, 0, 0, 0), pulls);
 * pulls; // [0.25, 0, -0.25, 0]
 */
export function studentPull(p: SparseRows, dimensions: number): StudentPull {
  return pullInWasm(p, dimensions) ?? pullInJavaScript(p, dimensions);
}

/** Rows are padded to a multiple of four entries, by zeros: the kernels take four at a time. */
function pullInWasm({ starts, columns, values }: SparseRows, dimensions: number): StudentPull | undefined {
  const n = starts.length - 1;
  const stride = dimensions === 2 ? 2 : 4;
  const padded = starts.slice();
  for (let i = 0; i < n; i++) padded[i + 1] = padded[i] + ((starts[i + 1] - starts[i] + 3) & ~3);
  const areas = privateWorkspace(() => [
    n * stride * 4,
    n * stride * 4,
    (n + 1) * 4,
    padded[n] * 4,
    padded[n] * 4,
  ]);
  if (!areas) return undefined;
  const { kernels, buffer, at } = areas;
  const [pointsAt, pullsAt, startsAt, columnsAt, valuesAt] = at;
  const columnArea = new Int32Array(buffer, columnsAt, padded[n]);
  const valueArea = new Float32Array(buffer, valuesAt, padded[n]);
  new Int32Array(buffer, startsAt, n + 1).set(padded);
  for (let i = 0; i < n; i++)
    for (let e = starts[i], to = padded[i]; e < starts[i + 1]; e++, to++) {
      columnArea[to] = columns[e];
      valueArea[to] = values[e];
    }
  const places = new Float32Array(buffer, pointsAt, n * stride);
  const pulled = new Float32Array(buffer, pullsAt, n * stride);
  const pullAll = dimensions === 2 ? kernels.pull2d : kernels.pull3d;
  return (points, pulls) => {
    for (let i = 0; i < n; i++)
      for (let axis = 0; axis < dimensions; axis++) places[i * stride + axis] = points[i * dimensions + axis];
    pullAll(pointsAt, n, startsAt, columnsAt, valuesAt, pullsAt);
    for (let i = 0; i < n; i++)
      for (let axis = 0; axis < dimensions; axis++) pulls[i * dimensions + axis] = pulled[i * stride + axis];
  };
}

export function pullInJavaScript({ starts, columns, values }: SparseRows, dimensions: number): StudentPull {
  const nu = dimensions - 1;
  const difference = new Float64Array(dimensions);
  return (points, pulls) => {
    pulls.fill(0);
    for (let i = 0; i < starts.length - 1; i++)
      for (let e = starts[i]; e < starts[i + 1]; e++) {
        let squared = 0;
        for (let axis = 0; axis < dimensions; axis++) {
          difference[axis] = points[i * dimensions + axis] - points[columns[e] * dimensions + axis];
          squared += difference[axis] ** 2;
        }
        const strength = values[e] / (1 + squared / nu);
        for (let axis = 0; axis < dimensions; axis++)
          pulls[i * dimensions + axis] += strength * difference[axis];
      }
  };
}
