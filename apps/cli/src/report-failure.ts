import { UsageError } from '@aelab/experiments';
import { CommanderError } from 'commander';

/** Says on standard error, in one line, why the command ended, and gives the exit status: 1, 2 or 130. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`aelab: ${process.argv.includes('--debug') ? stack : message.split('\n')[0]}\n`);
  if (name === 'AbortError') return 130;
  return error instanceof UsageError ? 2 : 1;
}
