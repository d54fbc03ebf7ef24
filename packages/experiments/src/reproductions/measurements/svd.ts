import { fitSvd, pcaErrorCurve } from '@aelab/metrics/pca';
import { latentValues } from '../../run/latent-values.js';
import type { MeasuredRun } from './measured-run.js';

/** Test MSE of a truncated singular value decomposition, without centring, of as many components as latent values. */
export function svd({ data, record }: MeasuredRun) {
  const components = latentValues(record.model);
  return { mse: pcaErrorCurve(fitSvd(data.train.images, { components }), data.test.images)[components] };
}
