// Compiles assembly/ to WebAssembly and writes it, as base64 and with the types of its functions, into src/generated.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = dirname(fileURLToPath(import.meta.url));
const outputs = new Map();
const { error } = await asc.main(
  [
    ...['similarity.ts', '--baseDir', join(folder, 'assembly')],
    ...'--outFile similarity.wasm --bindings raw -O3 --runtime stub --noAssert --noColors'.split(' '),
    ...'--enable simd --initialMemory 4 --disableWarning 112'.split(' '),
  ],
  { stderr: process.stderr, writeFile: (name, contents) => outputs.set(name, contents) },
);
if (error) process.exit(1);

const functions = outputs.get('similarity.d.ts').matchAll(/^ {2}export function (\w+)(\(.*\)): (\w+);$/gm);
const members = [...functions].map(
  ([, name, parameters, type]) => `readonly ${name}: ${parameters} => ${type};`,
);
mkdirSync(join(folder, 'src/generated'), { recursive: true });
writeFileSync(
  join(folder, 'src/generated/similarity-wasm.ts'),
  `/** The functions of assembly/, by their names there; pointers are byte offsets in the memory. */
export interface SimilarityKernels {\n  ${members.join('\n  ')}\n}\n
export const similarityWasm =\n  '${Buffer.from(outputs.get('similarity.wasm')).toString('base64')}';\n`,
);
