// Time and memory of PCA as images and their size grow: `npm run bench -- pca [CIFAR-10 FOLDER]`.
// The same by scikit-learn: python benchmarks/pca-peers.py FOLDER-OF-MNIST [CIFAR-10 FOLDER]
import { cifar10, mnist } from '@aelab/datasets';
import type { ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { fitPca } from '@aelab/metrics/pca';

const [folder] = process.argv.slice(2);
const digits = (await mnist('train')).images;
for (const n of [15_000, 30_000, 60_000]) measure('MNIST', firstImages(digits, n), 128);
if (folder !== undefined) measure('CIFAR-10', (await cifar10('train', folder)).images, 512);
measure('smooth noise', smoothNoise(5000, 96), 64);

/** A line of JSON for the median of three fits, and the memory that the process had at the end. */
function measure(data: string, images: ImageBatch, components: number): void {
  const seconds = [0, 0, 0].map(() => {
    const start = performance.now();
    fitPca(images, { components });
    return (performance.now() - start) / 1e3;
  });
  const [n, ...size] = images.shape;
  const megabytes = Math.round(process.memoryUsage().rss / 1e6);
  console.log(JSON.stringify({ data, n, size, components, seconds: seconds.sort()[1], megabytes }));
}

function firstImages({ data, shape, range }: ImageBatch, n: number): ImageBatch {
  const size = data.length / shape[0];
  return { data: data.subarray(0, n * size), shape: [n, shape[1], shape[2], shape[3]], range };
}

/** Random images whose neighbouring pixels are alike: each is a sum of eight waves. */
function smoothNoise(n: number, side: number): ImageBatch {
  const data = new Uint8Array(n * side * side * 3);
  const { uniform } = random(0, 'smoothNoise');
  for (let i = 0, at = 0; i < n; i++) {
    const waves = Array.from({ length: 8 }, () =>
      [uniform() * 6, uniform() * 6, uniform() * 6].map((w) => w / side),
    );
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        for (let c = 0; c < 3; c++)
          data[at++] =
            127 + 15 * waves.reduce((sum, [a, b, p]) => sum + Math.sin(a * y + b * x + p * side + c), 0);
  }
  return { data, shape: [n, side, side, 3], range: [0, 255] };
}
