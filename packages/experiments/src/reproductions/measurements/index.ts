import type { JsonObject } from '@aelab/viz';
import { appearance } from './appearance.js';
import { atJpegBytes } from './at-jpeg-bytes.js';
import { classes } from './classes.js';
import { encodeTime } from './encode-time.js';
import { errors } from './errors.js';
import { firstSteps } from './first-steps.js';
import { gap } from './gap.js';
import { judge } from './judge.js';
import { latents } from './latents.js';
import type { MeasuredRun } from './measured-run.js';
import { noise } from './noise.js';
import { oneValue } from './one-value.js';
import { overlap } from './overlap.js';
import { precision } from './precision.js';
import { svd } from './svd.js';
import { transfer } from './transfer.js';
import { unknowns } from './unknowns.js';
import { worst } from './worst.js';

/** What can be measured of a finished run besides its record; nothing comes back where it does not apply. */
const measurements = {
  appearance,
  atJpegBytes,
  classes,
  encodeTime,
  errors,
  firstSteps,
  gap,
  judge,
  latents,
  noise,
  oneValue,
  overlap,
  precision,
  svd,
  transfer,
  unknowns,
  worst,
};

export type MeasurementName = keyof typeof measurements;
export const measurementNames = Object.keys(measurements) as [MeasurementName, ...MeasurementName[]];

type Measurement = (run: MeasuredRun, settings: object) => Promise<object | undefined> | object | undefined;

export async function measure(
  name: MeasurementName,
  run: MeasuredRun,
  settings: object,
): Promise<JsonObject | undefined> {
  return (await (measurements[name] as Measurement)(run, settings)) as JsonObject | undefined;
}
