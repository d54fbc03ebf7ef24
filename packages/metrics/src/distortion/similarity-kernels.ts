import { similarityWasm, type SimilarityKernels } from '../generated/similarity-wasm.js';

/** Kernels and the memory that they work on, in which pointers count bytes. */
export interface SimilarityWorkspace {
  readonly kernels: SimilarityKernels;
  readonly memory: Float64Array;
}

/** A workspace of at least so many numbers: WebAssembly's where it can be had, else JavaScript's. */
export function similarityWorkspace(numbers: number): SimilarityWorkspace {
  return wasmWorkspace(numbers) ?? javaScriptWorkspace(numbers);
}

/** TypeScript declares the WebAssembly API only together with the whole DOM. */
interface WasmExports extends SimilarityKernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
}
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

let instance: WasmExports | null | undefined;

/** `undefined` where WebAssembly SIMD is missing, or the memory cannot grow so far. */
export function wasmWorkspace(numbers: number): SimilarityWorkspace | undefined {
  instance ??= start();
  if (!instance) return undefined;
  const { memory } = instance;
  const pages = Math.ceil((8 * numbers - memory.buffer.byteLength) / 65536);
  try {
    if (pages > 0) memory.grow(pages);
  } catch {
    return undefined;
  }
  return { kernels: instance, memory: new Float64Array(memory.buffer) };
}

function start(): WasmExports | null {
  try {
    const bytes = Uint8Array.from(atob(similarityWasm), (char) => char.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as WasmExports;
  } catch {
    return null;
  }
}

/** The twin of `assembly/similarity.ts`: the same operations in the same order, and so the same bits. */
export function javaScriptWorkspace(numbers: number): SimilarityWorkspace {
  const memory = new Float64Array(numbers);
  return {
    memory,
    kernels: {
      interleave: (x, y, count, fields) => interleave(memory, x / 8, y / 8, count, fields / 8),
      sumDown: (fields, width, weights, radius, row) =>
        sumDown(
          memory,
          fields / 8,
          4 * width,
          memory.subarray(weights / 8, weights / 8 + radius + 1),
          row / 8,
        ),
      compareAcross: (row, count, weights, radius, c1, c2, unbias, _, luminance, structure) =>
        compareAcross(
          memory.subarray(row / 8),
          memory.subarray(weights / 8, weights / 8 + radius + 1),
          { c1, c2, unbias },
          memory.subarray(luminance / 8, luminance / 8 + count),
          memory.subarray(structure / 8, structure / 8 + count),
        ),
    },
  };
}

/** x, y, x² + y² and x·y of every pixel. */
function interleave(memory: Float64Array, x: number, y: number, count: number, fields: number): void {
  for (let i = 0; i < count; i++) {
    const a = memory[x + i];
    const b = memory[y + i];
    memory[fields + 4 * i] = a;
    memory[fields + 4 * i + 1] = b;
    memory[fields + 4 * i + 2] = a * a + b * b;
    memory[fields + 4 * i + 3] = a * b;
  }
}

/** Weighted sum of the rows from `fields` on, as many as the window has. */
function sumDown(
  memory: Float64Array,
  fields: number,
  length: number,
  weights: Float64Array,
  row: number,
): void {
  const radius = weights.length - 1;
  const centreWeight = weights[radius];
  const centre = fields + radius * length;
  for (let i = 0; i < length; i++) memory[row + i] = centreWeight * memory[centre + i];
  for (let k = 0; k < radius; k++) {
    const weight = weights[k];
    const above = fields + k * length;
    const below = fields + (2 * radius - k) * length;
    for (let i = 0; i < length; i++) memory[row + i] += weight * (memory[above + i] + memory[below + i]);
  }
}

/** The two factors of SSIM at each place of a row of sums. */
function compareAcross(
  row: Float64Array,
  weights: Float64Array,
  { c1, c2, unbias }: { c1: number; c2: number; unbias: number },
  luminance: Float64Array,
  structure: Float64Array,
): void {
  const radius = weights.length - 1;
  const centreWeight = weights[radius];
  for (let j = 0; j < luminance.length; j++) {
    const centre = 4 * (j + radius);
    let x = centreWeight * row[centre];
    let y = centreWeight * row[centre + 1];
    let squares = centreWeight * row[centre + 2];
    let product = centreWeight * row[centre + 3];
    for (let k = 0, left = 4 * j, right = left + 8 * radius; k < radius; k++, left += 4, right -= 4) {
      const weight = weights[k];
      x += weight * (row[left] + row[right]);
      y += weight * (row[left + 1] + row[right + 1]);
      squares += weight * (row[left + 2] + row[right + 2]);
      product += weight * (row[left + 3] + row[right + 3]);
    }
    const means = x * x + y * y;
    luminance[j] = (2 * x * y + c1) / (means + c1);
    structure[j] = (2 * unbias * (product - x * y) + c2) / (unbias * (squares - means) + c2);
  }
}
