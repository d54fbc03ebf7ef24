export { backendName } from './report/backend-name.js';
export { recordJson } from './record.js';
export type {
  BackendBlock,
  BaselinesBlock,
  BytesBlock,
  ClassBlock,
  ClassOverlapBlock,
  CollapseBlock,
  DataBlock,
  DenoisingBlock,
  DistortionBlock,
  Figure,
  FigureInterval,
  GainBlock,
  JudgeBlock,
  Json,
  JsonObject,
  LatentsBlock,
  LayerBlock,
  LinearBlock,
  ModelBlock,
  NoiseBlock,
  NoiseStrengthBlock,
  OverlapBlock,
  RunRecord,
  StrangerBlock,
  TestBlock,
  TrainingBlock,
  UnitBlock,
  UnitClassBlock,
} from './record.js';
export { formatAligned, formatFigure } from './format-figure.js';
export { renderSvg } from './svg/render-svg.js';
export type { ChartSpec } from './svg/render-svg.js';
export { palette } from './svg/palette.js';
export type { Theme } from './svg/palette.js';
export { encodePng } from './image/encode-png.js';
export type { Raster } from './image/encode-png.js';
export type { ChartOptions } from './charts/chart-options.js';
export type { Curve, CurvePoint } from './charts/curves.js';
export { accuracyRatio } from './charts/accuracy-ratio.js';
export { architectureDiagram } from './charts/architecture-diagram.js';
export { baselineComparison } from './charts/baseline-comparison.js';
export { classComparison } from './charts/class-comparison.js';
export type { ClassErrors } from './charts/class-comparison.js';
export { compressionCurve } from './charts/compression-curve.js';
export type { CompressionCurveOptions } from './charts/compression-curve.js';
export { confusionMatrix } from './charts/confusion-matrix.js';
export { embeddingScatter } from './charts/embedding-scatter.js';
export type { Embedding } from './charts/embedding-scatter.js';
export { errorDistribution } from './charts/error-distribution.js';
export { imageGrid } from './charts/image-grid.js';
export type { ImageGridOptions, ImageRow } from './charts/image-grid.js';
export { latentHistogram } from './charts/latent-histogram.js';
export { lossCurves } from './charts/loss-curves.js';
export type { LossCurve, LossCurvesOptions } from './charts/loss-curves.js';
export { noiseSweep } from './charts/noise-sweep.js';
export { perClassError, perClassInkError } from './charts/per-class-error.js';
export { rateDistortion } from './charts/rate-distortion.js';
export { runErrors } from './charts/run-errors.js';
export type { RunError } from './charts/run-errors.js';
export { seedSpread } from './charts/seed-spread.js';
export type { SeedGroup, SeedSpreadOptions } from './charts/seed-spread.js';
export { timeAgainstEpochs } from './charts/time-against-epochs.js';
export type { TrainingTime } from './charts/time-against-epochs.js';
export { detailCrops } from './image/detail-crops.js';
export type { DetailCrops } from './image/detail-crops.js';
export { errorMaps, signedColours } from './image/error-maps.js';
export { latentMosaics } from './image/latent-mosaics.js';
export type {
  Article,
  ArticleBlock,
  ArticleChart,
  ArticlePicture,
  ArticleSection,
} from './article/article.js';
export { articleHtml } from './article/article-html.js';
export { articleFiles, articleMarkdown } from './article/article-markdown.js';
export { chartTable } from './tables/chart-table.js';
export { csv } from './tables/csv.js';
export { latex } from './tables/latex.js';
export { markdown } from './tables/markdown.js';
export { rowsOf } from './tables/rows-of.js';
export { runTables } from './tables/run-tables.js';
export { tablesOf } from './tables/tables-of.js';
export { tableOf } from './tables/table.js';
export type { Cell, Table } from './tables/table.js';
export {
  baselinesTable,
  bytesTable,
  overlapTable,
  perClassTable,
  trainingTable,
} from './tables/record-tables.js';
export { comparison } from './report/comparison/comparison.js';
export type { PairedDifference } from './report/comparison/differences.js';
export { rankRuns } from './report/comparison/rank-runs.js';
export type { ComparedPictures, ComparisonInput } from './report/comparison/comparison.js';
export { differingSettings, latentFamilies, shareTestImages } from './report/comparison/compared-run.js';
export type { ComparedRun } from './report/comparison/compared-run.js';
export { liveRun, liveSweep } from './report/live/live-content.js';
export type { LiveRun, LiveState, LiveSweep, LiveTraining } from './report/live/live-content.js';
export { livePage } from './report/live/live-page.js';
export { report } from './report/report.js';
export type { ImageSheet, Latents, Pictures, ReportInput, Sheets } from './report/report.js';
export { verdict } from './report/verdict.js';
