export { recordJson } from './record.js';
export type {
  BackendBlock,
  BaselinesBlock,
  BytesBlock,
  ClassBlock,
  ClassOverlapBlock,
  DataBlock,
  DistortionBlock,
  Figure,
  FigureInterval,
  JudgeBlock,
  Json,
  LinearBlock,
  ModelBlock,
  OverlapBlock,
  RunRecord,
  TestBlock,
  TrainingBlock,
} from './record.js';
export { formatAligned, formatFigure } from './format-figure.js';
export { renderSvg } from './svg/render-svg.js';
export type { ChartSpec } from './svg/render-svg.js';
export { palette } from './svg/palette.js';
export type { Theme } from './svg/palette.js';
export { encodePng } from './image/encode-png.js';
export type { Raster } from './image/encode-png.js';
export type { ChartOptions } from './charts/chart-options.js';
export { baselineComparison } from './charts/baseline-comparison.js';
export { imageGrid } from './charts/image-grid.js';
export type { ImageGridOptions, ImageRow } from './charts/image-grid.js';
export { lossCurves } from './charts/loss-curves.js';
export type { LossCurve, LossCurvesOptions } from './charts/loss-curves.js';
export { perClassError, perClassInkError } from './charts/per-class-error.js';
export { csv } from './tables/csv.js';
export { tableOf } from './tables/table.js';
export type { Cell, Table } from './tables/table.js';
export {
  baselinesTable,
  bytesTable,
  overlapTable,
  perClassTable,
  trainingTable,
} from './tables/record-tables.js';
export { report } from './report/report.js';
export type { Pictures, ReportInput } from './report/report.js';
