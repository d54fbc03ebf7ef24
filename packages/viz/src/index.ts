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
export { report } from './report/report.js';
export type { Pictures, ReportInput } from './report/report.js';
