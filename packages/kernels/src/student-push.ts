import { privateWorkspace } from './workspace.js';

/** Points, masses and the pushes between them: the repulsion of t-SNE. Fill in points and masses, then call `push`. */
export interface StudentPush {
  /** Coordinates of the points, one array each for x, y and z; in 2 dimensions z is not used. */
  readonly points: Axes;
  /** Coordinates of the masses. */
  readonly places: Axes;
  readonly mass: Float32Array;
  /** What the points are given. */
  readonly pushes: Axes;
  /**
   * Pushes points `first` to `first + count − 1` by the first `length` masses: `Σ mass·w·q·(y − y')`, with
   * `q = 1 / (1 + ‖y − y'‖² / ν)`, `w = q^((ν + 1) / 2)` and ν = dimensions − 1.
   *
   * @returns `Σ mass·w` over these masses and points
   */
  readonly push: (first: number, count: number, length: number) => number;
}

export type Axes = readonly [x: Float32Array, y: Float32Array, z: Float32Array];

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
  const areas = privateWorkspace(() => new Array<number>(10).fill(room * 4));
  if (!areas) return undefined;
  const { kernels, buffer, at } = areas;
  const axes = (first: number, length: number): Axes => {
    const axis = (start: number) => new Float32Array(buffer, start, length);
    return [axis(at[first]), axis(at[first + 1]), axis(at[first + 2])];
  };
  const mass = new Float32Array(buffer, at[9], room);
  return {
    points: axes(0, n),
    places: axes(3, room),
    mass,
    pushes: axes(6, n),
    push(first, count, length) {
      const padded = (length + 3) & ~3;
      mass.fill(0, length, padded);
      const [x, y, z, , , , pushX, pushY, pushZ] = at.map((start) => start + 4 * first);
      return dimensions === 2
        ? kernels.push2d(x, y, count, at[3], at[4], at[9], padded, pushX, pushY)
        : kernels.push3d(x, y, z, count, at[3], at[4], at[5], at[9], padded, pushX, pushY, pushZ);
    },
  };
}

export function pushInJavaScript(n: number, dimensions: number): StudentPush {
  const axes = (): Axes => [new Float32Array(n), new Float32Array(n), new Float32Array(n)];
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
