// Compiles assembly/ to WebAssembly and writes it, as base64 and with the types of its functions, into src/generated:
// no file to find at run time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = dirname(fileURLToPath(import.meta.url));
const options = [
  '--outFile kernels.wasm --textFile kernels.wat --bindings raw',
  '-O3 --runtime stub --noAssert --noColors --importMemory --maximumMemory 65536',
  '--enable simd --enable threads --enable bulk-memory --enable nontrapping-f2i',
  '--disableWarning 112', // "exchange of v128 values": they stay inside
];

const outputs = new Map();
const { error } = await asc.main(
  ['index.ts', '--baseDir', join(folder, 'assembly'), ...options.flatMap((line) => line.split(' '))],
  {
    stderr: process.stderr,
    writeFile: (name, contents) => outputs.set(name, contents),
  },
);
if (error) process.exit(1);
// Static data would be written over whatever the owner of the memory keeps at that place.
if (outputs.get('kernels.wat').includes('(data '))
  throw new Error('build-wasm: the kernels hold static data');

const functions = outputs.get('kernels.d.ts').matchAll(/^ {2}export function (\w+)(\(.*\)): (\w+);$/gm);
const members = [...functions].map(
  ([, name, parameters, type]) => `readonly ${name}: ${parameters} => ${type};`,
);
mkdirSync(join(folder, 'src/generated'), { recursive: true });
writeFileSync(
  join(folder, 'src/generated/kernels-wasm.ts'),
  `/** The functions of assembly/, by their names there; pointers are byte offsets in the memory. */
export interface Kernels {\n  ${members.join('\n  ')}\n}\n
export const kernelsWasm =\n  '${Buffer.from(outputs.get('kernels.wasm')).toString('base64')}';\n`,
);
