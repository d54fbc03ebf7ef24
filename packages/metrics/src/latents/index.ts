export { intrinsicDimension } from './intrinsic-dimension.js';
export { linearProbeAccuracy } from './linear-probe.js';
export type { LabelledLatents } from './linear-probe.js';
export { interpolationPlan, sphericalPlan, traversalPlan } from './plans.js';
export type { LatentPlan } from './plans.js';
export { deadUnits, effectiveRank, participationRatio, unitCorrelations } from './spectrum.js';
export { unitSummary } from './unit-summary.js';
export type { UnitSummary } from './unit-summary.js';
