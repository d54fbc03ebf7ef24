import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that trains one model when it is told to. */
export interface Contender {
  readonly name: string;
  /** Images per second of about so many seconds of training. */
  readonly train: (seconds: number) => Promise<number>;
  readonly stop: () => void;
}

/** Starts the process and waits until it is warm. */
export async function startContender(
  name: string,
  [command, ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Contender> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await answers.next();
    if (done) throw new Error(`training: ${name} ended before it answered; ${complaints.slice(-2000)}`);
    return value;
  };
  while ((await answer()) !== 'ready');
  return {
    name,
    train: async (seconds) => {
      child.stdin.write(`${seconds}\n`);
      return Number(await answer());
    },
    stop: () => void child.kill(),
  };
}
