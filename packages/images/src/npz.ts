import { decodeNpy, encodeNpy, type NpyArray, type NpyOptions } from './npy.js';
import { readZip, writeZip } from './zip.js';

/**
 * The arrays of a NumPy `.npz` file by name, as `numpy.load` names them: without `.npy`.
 *
 * @param bytes - the whole file, as `numpy.savez` or `numpy.savez_compressed` writes it
 * @throws RangeError if the archive or an array in it is damaged; the message names the array
 * @example
 * const arrays = await decodeNpz(await encodeNpz({ labels: { data: Uint8Array.of(3, 1), shape: [2] } }));
 * arrays.get('labels').data; // [3, 1]
 */
export async function decodeNpz(bytes: Uint8Array): Promise<Map<string, NpyArray>> {
  const arrays = new Map<string, NpyArray>();
  for (const [name, file] of await readZip(bytes)) {
    if (!name.endsWith('.npy'))
      throw new RangeError(`decodeNpz: the archive holds ${name}; it must hold .npy files only`);
    arrays.set(name.slice(0, -4), decodeNamed(name, file));
  }
  return arrays;
}

function decodeNamed(name: string, file: Uint8Array): NpyArray {
  try {
    return decodeNpy(file);
  } catch (cause) {
    throw new RangeError(`decodeNpz: ${name}: ${(cause as Error).message}`, { cause });
  }
}

/**
 * The bytes of a NumPy `.npz` file with the arrays.
 *
 * @param arrays - by name
 * @param options - `compress` deflates them, as `numpy.savez_compressed`; else they are stored
 * @throws RangeError if a shape does not hold its data, or a value is beyond float16
 * @example
 * await encodeNpz({ pixel: { data: Uint8Array.of(9), shape: [1] } }).then((file) => file.length); // 245
 */
export function encodeNpz(
  arrays: Readonly<Record<string, NpyArray>>,
  options: NpyOptions & { readonly compress?: boolean } = {},
): Promise<Uint8Array> {
  const files = Object.entries(arrays).map(
    ([name, array]) => [`${name}.npy`, encodeNpy(array, options)] as const,
  );
  return writeZip(new Map(files), options.compress ?? false);
}
