// Seconds for MSE with PSNR, and for SSIM, of 10,000 MNIST images on one thread, beside NumPy, scikit-image and
// torchmetrics in turns: `npm run bench -- metrics [PYTHON]`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mnist } from '@aelab/datasets';
import { encodeNpy, imageBatch, toUnitRange } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { mse, ssim } from '@aelab/metrics/distortion';

const rounds = 3;
const python = process.argv[2] ?? 'python3';
const original = toUnitRange((await mnist('test')).images);
const { uniform } = random(0, 'reconstruction');
const reconstruction = imageBatch(
  original.data.map((value) => 0.8 * value + 0.1 * uniform()),
  original.shape,
);

const folder = mkdtempSync(join(tmpdir(), 'aelab bench '));
writeFileSync(join(folder, 'original.npy'), encodeNpy(original));
writeFileSync(join(folder, 'reconstruction.npy'), encodeNpy(reconstruction));
const seconds: Record<string, number[]> = {};
for (let round = 0; round < rounds; round++) {
  keep(ours());
  keep(JSON.parse(execFileSync(python, ['benchmarks/metrics-peers.py', folder]).toString()) as Seconds);
}
rmSync(folder, { recursive: true });

for (const [name, times] of Object.entries(seconds)) console.log(name, median(times).toFixed(3), 's');
const ratio = (name: string, peer: string) => (median(seconds[peer]) / median(seconds[name])).toFixed(2);
console.log('MSE + PSNR:', ratio('aelab MSE + PSNR', 'NumPy MSE + PSNR'), '× NumPy');
console.log('SSIM:', ratio('aelab SSIM', 'scikit-image SSIM'), '× scikit-image');
console.log('SSIM:', ratio('aelab SSIM', 'torchmetrics SSIM'), '× torchmetrics');

type Seconds = Record<string, number>;

/** The best of a few, as for the peers: the first warms up. PSNR is of the MSE at hand, as in NumPy. */
function ours(): Seconds {
  const errors = () => mse(original, reconstruction).map((error) => 10 * Math.log10(1 / error));
  const similarity = () => ssim(original, reconstruction);
  return {
    'aelab MSE + PSNR': Math.min(timed(errors), timed(errors), timed(errors)),
    'aelab SSIM': Math.min(timed(similarity), timed(similarity)),
  };
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1e3;
}

function keep(times: Seconds): void {
  for (const [name, time] of Object.entries(times)) (seconds[name] ??= []).push(time);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
