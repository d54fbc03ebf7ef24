import { describeEnvironment } from '../../run/environment.js';
import { numericsVersion } from '../numerics-version.js';

/** What driver and workers must have in common for their figures to belong together. */
export function sweepVersion(): string {
  return `aelab ${describeEnvironment().aelab}, numerics ${numericsVersion}`;
}
