import { columns } from './columns.js';

/** Images per second of each round: by column, then by contender. */
export type Rounds = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

export interface Results {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly rounds: Rounds;
}

const rows = ['wasm', 'wasm with onnxruntime', 'native', 'webgpu', 'gpu'] as const;
const pytorch = ['PyTorch, 1 thread', 'PyTorch, 2 threads'];
const tuned = ['PyTorch tuned, 1 thread', 'PyTorch tuned, 2 threads'];

/** Medians of the rounds, and how many times as fast as PyTorch (in brackets: as PyTorch tuned). */
export function trainingTables({ rounds }: Results): string {
  const names = Object.keys(columns);
  const speed = (column: string, contenders: readonly string[]) =>
    Math.max(...contenders.map((name) => median(rounds[column]?.[name] ?? [])));
  const speeds = (label: string, contenders: readonly string[]) => [
    label,
    ...names.map((column) =>
      shown(speed(column, contenders), (value) => Math.round(value).toLocaleString('en')),
    ),
  ];
  const ratio = (row: string, column: string) => {
    const own = speed(column, [row]);
    const of = (peers: readonly string[]) => (own / speed(column, peers)).toFixed(2);
    return shown(own, () => `${of(pytorch)} (${of(tuned)})`);
  };
  return [
    markdown(
      ['images/s', ...names],
      [
        ...rows.map((row) => speeds(row, [row])),
        speeds('PyTorch', pytorch),
        speeds('PyTorch, tuned', tuned),
        speeds('Keras', ['Keras']),
      ],
    ),
    markdown(
      ['to PyTorch (to tuned)', ...names],
      rows.map((row) => [row, ...names.map((column) => ratio(row, column))]),
    ),
  ].join('\n');
}

function shown(value: number, format: (value: number) => string): string {
  return Number.isFinite(value) ? format(value) : 'not measured';
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return -Infinity;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

function markdown(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...body.map(line)].join('\n')}\n`;
}
