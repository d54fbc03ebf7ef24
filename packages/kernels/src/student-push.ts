import { privateWorkspace } from './workspace.js';

/** Points, masses and the pushes between them: the repulsion of t-SNE. Fill in points and masses, then call `push`. */
export interface StudentPush {
  /** Coordinates of the points, an array per axis. */
  readonly points: readonly Float32Array[];
  /** Coordinates of the masses, an array per axis. */
  readonly places: readonly Float32Array[];
  readonly mass: Float32Array;
  /** What the points are given, an array per axis. */
  readonly pushes: readonly Float32Array[];
  /**
   * Pushes points `first` to `first + count − 1` by the first `length` masses: `Σ mass·w·q·(y − y')`, with
   * `q = 1 / (1 + ‖y − y'‖² / ν)`, `w = q^((ν + 1) / 2)` and ν = dimensions − 1.
   *
   * @returns `Σ mass·w` over these masses and points
   */
  readonly push: (first: number, count: number, length: number) => number;
}

/**
 * Room for n points and n masses in 2 or 3 dimensions, and the function that sums over them, in f32.
 *
 * @example
 * const { points, mass, pushes, push } = studentPush(1, 2);
 * points[0][0] = 1;
 * mass[0] = 2;
 * push(0, 1, 1); // 1
 * pushes[0]; // [0.5]
 */
export function studentPush(n: number, dimensions: number): StudentPush {
  return pushInWasm(n, dimensions) ?? pushInJavaScript(n, dimensions);
}

function pushInWasm(n: number, dimensions: number): StudentPush | undefined {
  // The kernels take four masses at a time: the last may need three more.
  const room = n + 3;
  const areas = privateWorkspace(() => new Array<number>(3 * dimensions + 1).fill(room * 4));
  if (!areas) return undefined;
  const { kernels, buffer, at } = areas;
  const arrays = at.map((start) => new Float32Array(buffer, start, room));
  const axes = (group: number) => arrays.slice(group * dimensions, (group + 1) * dimensions);
  const mass = arrays[3 * dimensions];
  const [x, y, z] = at;
  return {
    points: axes(0).map((axis) => axis.subarray(0, n)),
    places: axes(1),
    mass,
    pushes: axes(2).map((axis) => axis.subarray(0, n)),
    push(first, count, length) {
      const padded = (length + 3) & ~3;
      mass.fill(0, length, padded);
      const from = 4 * first;
      if (dimensions === 2)
        return kernels.push2d(
          x + from,
          y + from,
          count,
          at[2],
          at[3],
          at[6],
          padded,
          at[4] + from,
          at[5] + from,
        );
      const pushed = [at[6] + from, at[7] + from, at[8] + from] as const;
      return kernels.push3d(
        x + from,
        y + from,
        z + from,
        count,
        at[3],
        at[4],
        at[5],
        at[9],
        padded,
        ...pushed,
      );
    },
  };
}

export function pushInJavaScript(n: number, dimensions: number): StudentPush {
  const axes = () => Array.from({ length: dimensions }, () => new Float32Array(n));
  const arrays = { points: axes(), places: axes(), mass: new Float32Array(n), pushes: axes() };
  const pushOne = dimensions === 2 ? pushOne2d : pushOne3d;
  return {
    ...arrays,
    push(first, count, length) {
      let sum = 0;
      for (let point = first; point < first + count; point++) sum += pushOne(arrays, point, length);
      return sum;
    },
  };
}

type Arrays = Omit<StudentPush, 'push'>;

function pushOne2d({ points, places, mass, pushes }: Arrays, point: number, length: number): number {
  const [x, y] = points.map((axis) => axis[point]);
  const [massX, massY] = places;
  let sum = 0;
  let fx = 0;
  let fy = 0;
  for (let e = 0; e < length; e++) {
    const dx = x - massX[e];
    const dy = y - massY[e];
    const q = 1 / (1 + dx * dx + dy * dy);
    const w = mass[e] * q;
    sum += w;
    fx += w * q * dx;
    fy += w * q * dy;
  }
  pushes[0][point] = fx;
  pushes[1][point] = fy;
  return sum;
}

function pushOne3d({ points, places, mass, pushes }: Arrays, point: number, length: number): number {
  const [x, y, z] = points.map((axis) => axis[point]);
  const [massX, massY, massZ] = places;
  let sum = 0;
  let fx = 0;
  let fy = 0;
  let fz = 0;
  for (let e = 0; e < length; e++) {
    const dx = x - massX[e];
    const dy = y - massY[e];
    const dz = z - massZ[e];
    const q = 1 / (1 + (dx * dx + dy * dy + dz * dz) / 2);
    const w = mass[e] * q * Math.sqrt(q);
    sum += w;
    fx += w * q * dx;
    fy += w * q * dy;
    fz += w * q * dz;
  }
  pushes[0][point] = fx;
  pushes[1][point] = fy;
  pushes[2][point] = fz;
  return sum;
}
