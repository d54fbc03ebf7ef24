export { configSchema, configToYaml, parseConfig, parseYaml } from './config.js';
export type { Config } from './config.js';
export { resumeRun, startRun } from './run/run.js';
export type { RunEvent, RunOptions } from './run/run-events.js';
export { readRunConfig, readRunRecord, runFiles } from './run/run-folder.js';
export { reportRun } from './run/write-report.js';
export { UsageError } from './usage-error.js';
