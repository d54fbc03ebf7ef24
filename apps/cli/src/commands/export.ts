import { exportRun, type ExportedRun, type Half } from '@aelab/experiments';
import { exportFormats, type ExportFormat, type Precision } from '@aelab/models';
import { Command, Option } from 'commander';
import { table } from '../table.js';

export function exportCommand(): Command {
  return new Command('export')
    .description("write halves of a run's model for other tools, and say how many bytes they are")
    .argument('<run>', "the run's folder")
    .option('--encoder', 'the encoder; both halves unless told')
    .option('--decoder', 'the decoder')
    .addOption(
      new Option(
        '--format <name>',
        'tfjs: TensorFlow.js and Keras; onnx: one file; keras-npz: arrays of weights',
      )
        .choices(exportFormats)
        .default('tfjs'),
    )
    .addOption(
      new Option('--precision <type>', 'of the stored weights')
        .choices(['float32', 'float16'])
        .default('float32'),
    )
    .requiredOption('-o, --out <folder>', 'a new folder')
    .option('--json', 'print what was written, and nothing else, on standard output')
    .action(runExport);
}

interface ExportFlags {
  encoder?: true;
  decoder?: true;
  format: ExportFormat;
  precision: Precision;
  out: string;
  json?: true;
}

async function runExport(run: string, flags: ExportFlags): Promise<void> {
  const { encoder, decoder, format, precision, out, json } = flags;
  const isBoth = !encoder && !decoder;
  const halves: Half[] = [
    ...(encoder || isBoth ? (['encoder'] as const) : []),
    ...(decoder || isBoth ? (['decoder'] as const) : []),
  ];
  const exported = await exportRun(run, halves, out, { format, precision });
  process.stdout.write(json ? `${JSON.stringify(exported)}\n` : exportSummary(exported, flags));
}

function exportSummary({ halves, between }: ExportedRun, { format, precision }: ExportFlags): string {
  const rows = halves.map(({ half, parameters, bytes, path }) => [
    half,
    parameters.toLocaleString('en'),
    bytes.toLocaleString('en'),
    path,
  ]);
  return [
    '',
    table([`${format}, ${precision}`, 'parameters', 'bytes', 'path'], rows),
    '',
    'Images are [batch, height, width, channels] with values in [0, 1].',
    ...(between === undefined ? [] : [`In neither half: what ${between} does to latents between them.`]),
    '',
  ].join('\n');
}
