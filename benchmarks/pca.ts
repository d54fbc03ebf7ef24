// Time and memory of PCA as images and their size grow: `npm run bench -- pca [CIFAR-10 FOLDER [PHOTOS]]`.
// The same by scikit-learn: python benchmarks/pca-peers.py FOLDER-OF-MNIST [CIFAR-10 FOLDER]
import { cifar10, imageFolder, mnist } from '@aelab/datasets';
import type { ImageBatch } from '@aelab/images';
import { fitPca } from '@aelab/metrics/pca';

const [folder, photos] = process.argv.slice(2);
const digits = (await mnist('train')).images;
for (const n of [15_000, 30_000, 60_000]) measure('MNIST', firstImages(digits, n), 128);
if (folder !== undefined) measure('CIFAR-10', (await cifar10('train', folder)).images, 512);
if (photos !== undefined) {
  const crops = { height: 96, width: 96, channels: 3, fit: 'grid-crop' } as const;
  measure('photos', (await imageFolder(photos, crops)).images, 64);
}

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
