export { analyzeRun } from './analysis/analyze-run.js';
export type { AnalysisOptions } from './analysis/analyze-run.js';
export { fullAnalysis } from './analysis/analysis.js';
export type { Analysis } from './analysis/analysis.js';
export { compareRuns } from './comparison/compare-runs.js';
export { configSchema, configToYaml, parseConfig, parseYaml } from './config.js';
export type { Config } from './config.js';
export type { EvaluatedPair, EvaluationRecord } from './evaluation/evaluate-pair.js';
export { evaluateCodec, evaluateFiles, evaluateRun } from './evaluation/evaluate-sources.js';
export { writeEvaluation } from './evaluation/write-evaluation.js';
export { reproductions } from './reproductions/index.js';
export { estimateReproduction } from './reproductions/estimate-reproduction.js';
export { readPage, writePages } from './reproductions/page/write-page.js';
export { planReproduction, reproduce } from './reproductions/reproduce.js';
export type { ReproductionEvent, ReproductionPlan } from './reproductions/reproduce.js';
export type { Reproduction } from './reproductions/reproduction.js';
export type { ReproductionResults, Scale } from './reproductions/results.js';
export { exportRun } from './export/export-run.js';
export type { ExportedHalf, ExportedRun, Half } from './export/export-run.js';
export { decodeLatents } from './reconstruct/decode-latents.js';
export { reconstructFiles, reconstructTest } from './reconstruct/reconstruct-images.js';
export type {
  FilesOptions,
  Occlusion,
  ReconstructedImage,
  ReconstructOptions,
  ReconstructRecord,
} from './reconstruct/reconstruct-images.js';
export { sampleRun, sampleSources } from './sample/sample-run.js';
export type { JudgedSamples, SampleOptions, SampleRecord, SampleSource } from './sample/sample-run.js';
export { resumeRun, startRun } from './run/run.js';
export type { RunEvent, RunOptions } from './run/run-events.js';
export { readRunConfig, readRunRecord, runFiles } from './run/run-folder.js';
export { reportRun } from './run/write-report.js';
export { automaticWorkers, estimateSweep } from './sweep/estimate.js';
export type { Estimate } from './sweep/estimate.js';
export { describeChanges } from './sweep/expand-sweep.js';
export { localExecutor } from './sweep/local-executor.js';
export type { Executor, LocalExecutor } from './sweep/local-executor.js';
export { rememberedProbes } from './sweep/probes.js';
export { redisExecutor } from './sweep/redis/redis-executor.js';
export type { RedisExecutorOptions } from './sweep/redis/redis-executor.js';
export { serveRedis } from './sweep/redis/serve-redis.js';
export type { WorkerEvent, WorkerOptions } from './sweep/redis/serve-redis.js';
export { readSweep } from './sweep/read-sweep.js';
export type { SweepResults, SweepRun } from './sweep/results.js';
export { runSweep } from './sweep/run-sweep.js';
export type { SweepEvent, SweepOptions } from './sweep/run-sweep.js';
export type { Figures, Outcome, SweepJob } from './sweep/sweep-job.js';
export { planSweep } from './sweep/sweep-plan.js';
export type { SweepPlan } from './sweep/sweep-plan.js';
export { sweepFiles } from './sweep/sweep-folder.js';
export type { Sweep } from './sweep/sweep-schema.js';
export { judgeDefaults, judgeNames, judgeOfDataset, trainedJudge } from './judges.js';
export type { JudgeData, JudgeName, JudgeSettings, TrainedJudge } from './judges.js';
export { mlflowTracker } from './tracking/mlflow.js';
export { tensorboardTracker } from './tracking/tensorboard.js';
export { trackResults } from './tracking/track-results.js';
export type { TrackedRun, Tracker } from './tracking/tracker.js';
export { watchFolder } from './watch/watch-folder.js';
export type { WatchOptions } from './watch/watch-folder.js';
export { UsageError } from './usage-error.js';
