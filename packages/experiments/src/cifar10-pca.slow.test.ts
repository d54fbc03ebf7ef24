import { cifar10 } from '@aelab/datasets';
import { fitPca, pcaErrorCurve } from '@aelab/metrics/pca';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';

const [folder] = (process.env['AELAB_CIFAR10'] ?? '').split(':').filter((path) => existsSync(path));
if (!folder) console.warn('left out: PCA of CIFAR-10 (AELAB_CIFAR10 names no folder)');

/** Test MSE by components: NumPy 2.4.3, `linalg.eigh` of the float64 covariance of the 50,000 training images. */
const expectedError: Record<number, number> = {
  1: 0.043767, 2: 0.03704, 4: 0.0305, 8: 0.023599, 16: 0.017604, 32: 0.012445, 64: 0.008388, 128: 0.005078,
  256: 0.002615, 512: 0.001019,
}; // prettier-ignore

it.skipIf(!folder)('CIFAR-10 has the test error of PCA at every size, to six digits', async () => {
  const pca = fitPca((await cifar10('train', folder)).images, { components: 512 });
  const curve = pcaErrorCurve(pca, (await cifar10('test', folder)).images);
  for (const [k, error] of Object.entries(expectedError))
    expect(curve[Number(k)].toFixed(6)).toBe(error.toFixed(6));
});
