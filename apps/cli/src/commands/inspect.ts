import { inspectFile, type InspectedFile } from '@aelab/experiments';
import { recordJson } from '@aelab/viz';
import { Command } from 'commander';
import { table } from '../table.js';

export function inspectCommand(): Command {
  return new Command('inspect')
    .description('say what an .ael file holds and where its bytes go, and check every block')
    .argument('<file>', 'the .ael file')
    .option('--json', 'print the same as JSON, and nothing else, on standard output')
    .action(inspect);
}

async function inspect(file: string, { json }: { json?: true }): Promise<void> {
  const inspected = await inspectFile(file);
  process.stdout.write(json ? recordJson(inspected) : inspectedSummary(inspected));
  if (inspected.damaged.length > 0)
    throw new Error(
      `inspect: ${inspected.damaged.length} of ${inspected.blocks} blocks are damaged; the images of the others can be decoded (--images)`,
    );
}

function inspectedSummary(inspected: InspectedFile): string {
  const { file, images, imageShape, latentShape, precision, steps, tables, decoder, ordered } = inspected;
  const { blocks, imagesPerBlock, bytes, account, damaged } = inspected;
  const perImage = (size: number) => [String(size), (size / images).toFixed(3)];
  return [
    `${file}: ${images} images of ${imageShape.join('×')}`,
    '',
    table(
      ['', ''],
      [
        ['latents', latentShape.join('×')],
        ['precision', precision],
        ...(steps ? [['steps', steps[0] === steps[1] ? String(steps[0]) : steps.join(' to ')]] : []),
        ['frequency tables', String(tables)],
        ['decoder', decoder?.kind ?? 'not named'],
        ...(decoder ? [['SHA-256', decoder.hash]] : []),
        ['image order', ordered ? 'listed' : "the source's"],
        ['blocks', `${blocks} of ${imagesPerBlock} images`],
        ['damaged blocks', damaged.length === 0 ? 'none' : damaged.join(', ')],
      ],
    ),
    '',
    table(
      ['', 'bytes', 'per image'],
      [
        ['header and tables', ...perImage(bytes.header)],
        ['blocks', ...perImage(bytes.blocks)],
        ['index and end', ...perImage(bytes.index)],
        ['file', ...perImage(bytes.file)],
        ...(account?.estimated === undefined
          ? []
          : [
              [
                'ideal code length, estimated',
                (account.estimated * images).toFixed(0),
                account.estimated.toFixed(3),
              ],
            ]),
      ],
    ),
    '',
  ].join('\n');
}
