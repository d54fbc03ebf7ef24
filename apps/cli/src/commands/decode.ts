import { decodeFile } from '@aelab/experiments';
import { Command } from 'commander';
import { places } from '../flag-values.js';

export function decodeCommand(): Command {
  return new Command('decode')
    .description('decode the images of an .ael file; of the model it needs the decoder alone')
    .argument('<file>', 'the .ael file')
    .requiredOption(
      '--decoder <path>',
      "an integer decoder's file, a float decoder's folder, or the folder of a run",
    )
    .requiredOption('-o, --out <path>', 'a new folder of PNG files, or a .npy file')
    .option('--images <places>', 'some of them, from 0, as in 3,10-20', places)
    .action(decode);
}

async function decode(
  file: string,
  { decoder, out, images }: { decoder: string; out: string; images?: number[] },
) {
  const decoded = await decodeFile(file, decoder, out, images);
  const size = decoded.imageShape.join('×');
  const certain =
    decoded.decoder.kind === 'integer'
      ? 'the same pixels on every machine'
      : 'pixels that may differ by a grey level between machines';
  process.stdout.write(`${out}: ${decoded.images} images of ${size}, ${certain}\n`);
}
