import type { MeasuredRun } from './measured-run.js';

/** Error of each class, and its error per 100 units of ink, in the order of the class names. */
export function classes({ record, data }: MeasuredRun) {
  const { perClass } = record.test;
  return {
    labels: data.test.classNames,
    mse: perClass.map(({ mse }) => mse),
    msePer100Ink: perClass.map(({ msePer100Ink }) => msePer100Ink),
  };
}
