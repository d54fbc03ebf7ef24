import { availableParallelism, cpus, totalmem } from 'node:os';
import { backendNames, installNative, selectBackend, type BackendName } from '@aelab/models';
import { Command, Option } from 'commander';
import { table } from '../table.js';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what this machine can use, and how to get what is missing')
    .option('--json', 'print it as JSON')
    .addOption(
      new Option(
        '--install <backend>',
        "fetch and build TensorFlow's own library (once, 600 MB of cache)",
      ).choices(['native']),
    )
    .option('--gpu', "with --install native: its library for NVIDIA's cards, and CUDA (2.4 GB to fetch)")
    .action(doctor);
}

interface Finding {
  readonly backend: string;
  readonly works: boolean;
  readonly note: string;
}

interface DoctorFlags {
  json?: true;
  install?: 'native';
  gpu?: true;
}

async function doctor({ json, install, gpu }: DoctorFlags): Promise<void> {
  if (install) {
    const backend = gpu ? 'gpu' : 'native';
    const folder = await installNative((step) => process.stderr.write(`${step}\n`), backend);
    process.stderr.write(`${backend}: ready in ${folder}\n`);
  }
  const machine = {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    wasmSimd: hasWasmSimd(),
  };
  const backends: Finding[] = [];
  for (const name of backendNames) backends.push(await tryBackend(name));
  if (json) process.stdout.write(`${JSON.stringify({ ...machine, backends })}\n`);
  else process.stdout.write(describeFindings(machine, backends));
}

function describeFindings(machine: object, backends: Finding[]): string {
  const facts = Object.entries(machine).map(([name, value]) => [name, String(value)]);
  const rows = backends.map(({ backend, works, note }) => [`${works ? '✓' : '✗'} ${backend}  ${note}`]);
  return `${table(['machine', ''], facts)}\n\n${table(['backends'], rows)}\n`;
}

async function tryBackend(name: BackendName): Promise<Finding> {
  try {
    const { warnings } = await selectBackend(name);
    return { backend: name, works: true, note: warnings.join('; ') || 'ready' };
  } catch (error) {
    return { backend: name, works: false, note: (error as Error).message };
  }
}

/** A module of one function that returns a v128 constant. */
const simdModule = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
];

declare const WebAssembly: { validate(module: Uint8Array): boolean };

function hasWasmSimd(): boolean {
  return WebAssembly.validate(Uint8Array.from(simdModule));
}
