import { planSweep } from '../sweep-plan.js';
import { parseSweep } from '../sweep-schema.js';

/** Of a few digits; no test that plans it trains it. */
export const smallBase = {
  dataset: 'mnist',
  subset: { train: 20, test: 10 },
  model: { type: 'dense', latentDim: 8 },
  training: { epochs: 9, validation: 0.1 },
};

/** A plan on {@link smallBase} that needs no probe. */
export function smallPlan(stated: object) {
  return planSweep(parseSweep({ base: smallBase, ...stated }), () =>
    Promise.reject(new Error('nothing to probe')),
  );
}
