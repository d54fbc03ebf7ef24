import { decodeLatents, reconstructFiles, reconstructTest, type ReconstructRecord } from '@aelab/experiments';
import { formatFigure, recordJson } from '@aelab/viz';
import { Command, Option } from 'commander';
import { join } from 'node:path';
import { number } from '../flag-values.js';
import { table } from '../table.js';

export function reconstructCommand(): Command {
  return new Command('reconstruct')
    .description("put images through a run's model: your own, or its test images; or decode latents")
    .argument('<model>', "a run's folder; to decode latents also an exported decoder's folder or .onnx file")
    .argument('[inputs...]', 'PNG, JPEG or WebP files, or one .npy of latents; the test images unless told')
    .requiredOption('-o, --out <folder>', 'a new folder')
    .addOption(
      new Option('--fit <how>', "bring files to the model's shape: the middle cut out, or squeezed")
        .choices(['centre-crop', 'stretch'])
        .default('centre-crop'),
    )
    .option('--invert', 'swap black and white of the files first')
    .option('--occlude <side>', 'cover a black square of so many pixels in each image', number)
    .option('--seed <n>', 'of the places that are covered', number, 0)
    .option('--json', 'print the record, and nothing else, on standard output')
    .action(reconstruct);
}

interface ReconstructFlags {
  out: string;
  fit: 'centre-crop' | 'stretch';
  invert?: true;
  occlude?: number;
  seed: number;
  json?: true;
}

async function reconstruct(model: string, inputs: string[], flags: ReconstructFlags): Promise<void> {
  const { out, json, ...options } = flags;
  if (inputs.length === 1 && inputs[0].endsWith('.npy')) {
    const { shape } = await decodeLatents(model, inputs[0], out);
    process.stdout.write(json ? `${JSON.stringify({ shape })}\n` : `${join(out, 'pictures.png')}\n`);
    return;
  }
  const record = await (inputs.length === 0
    ? reconstructTest(model, out, options)
    : reconstructFiles(model, inputs, out, options));
  process.stdout.write(json ? recordJson(record) : reconstructSummary(record, flags));
}

/** Images that the table names one by one. */
const mostRows = 20;

function reconstructSummary(record: ReconstructRecord, { fit, invert, out }: ReconstructFlags): string {
  const { images, imageShape, occlusion } = record;
  const [height, width, channels] = imageShape;
  const shown = images.length <= mostRows ? images : [];
  const hasFiles = images.some(({ was }) => was);
  return [
    '',
    ...(hasFiles
      ? [
          `The model takes ${width}×${height} pixels, ${channels === 1 ? 'grey' : 'in colour'}: each file was ${fit === 'centre-crop' ? 'cut to its middle and resized' : 'squeezed'}${channels === 1 ? ', its colours made grey' : ''}${invert ? ', black and white swapped' : ''}. Figures compare with what came of that.`,
          '',
        ]
      : []),
    table(
      ['image', 'was', 'MSE', 'PSNR (dB)'],
      [
        ...shown.map(({ name, was, mse, psnr }) => [
          name,
          was ? `${was.width}×${was.height}×${was.channels}` : '–',
          formatFigure(mse),
          formatFigure(psnr),
        ]),
        [`mean of ${images.length}`, '', formatFigure(record.mse), formatFigure(record.psnr)],
      ],
    ),
    ...(occlusion
      ? [
          '',
          `a black square of ${occlusion.side}×${occlusion.side} pixels in each image`,
          '',
          table(
            ['MSE', 'inside', 'outside'],
            (
              [
                ['what the model was given', occlusion.covered],
                ['reconstruction', occlusion.reconstruction],
                ['mean image', occlusion.meanImage],
              ] as const
            ).map(([name, { inside, outside }]) => [name, formatFigure(inside), formatFigure(outside)]),
          ),
        ]
      : []),
    '',
    `pictures: ${join(out, 'pictures.png')}`,
    '',
  ].join('\n');
}
