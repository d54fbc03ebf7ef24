import { encodeImages, type EncodeSettings, type EncodedFile } from '@aelab/experiments';
import { Command, Option } from 'commander';
import { number, range, workers } from '../flag-values.js';

export function encodeCommand(): Command {
  return new Command('encode')
    .description("encode images by a run's model into one .ael file")
    .argument('<run>', "the run's folder")
    .argument('<images>', 'a data set (mnist, mnist:train), a folder of image files, a .npy or .npz file')
    .requiredOption('-o, --out <file>', 'the .ael file')
    .addOption(
      new Option('--precision <name>', 'of the latents; whole numbers unless floats are asked for')
        .choices(['uniform', 'learned', 'float16', 'float32'])
        .default('uniform'),
    )
    .addOption(
      new Option('--decoder <kind>', 'integer gives the same pixels on every machine')
        .choices(['integer', 'float'])
        .default('integer'),
    )
    .option(
      '--refine <sweeps>',
      'try every latent one level up and down, so often: fewer bytes, slower',
      number,
      0,
    )
    .option(
      '--added-error <percent>',
      "what rounding may add to the model's own error; not of rate-trained models",
      number,
      5,
    )
    .option('--range <lo,hi>', 'value range of a .npy or .npz file of floats', range)
    .option('--workers <n>', "processes that share the images, or 'auto'; the file is the same", workers, 1)
    .option('--json', 'print what was written, and nothing else, on standard output')
    .action(encode);
}

interface EncodeFlags extends Omit<EncodeSettings, 'addedError' | 'onBlock' | 'run'> {
  out: string;
  addedError: number;
  json?: true;
}

async function encode(run: string, images: string, { out, addedError, json, ...flags }: EncodeFlags) {
  const encoded = await encodeImages(run, images, out, {
    ...flags,
    addedError: addedError / 100,
    onBlock: (done, all) => process.stderr.write(`encoded: ${done} of ${all} images\n`),
  });
  process.stdout.write(json ? `${JSON.stringify(encoded)}\n` : encodedSummary(encoded));
}

function encodedSummary({ file, images, bytes, decoder }: EncodedFile): string {
  return [
    `${file}: ${images} images, ${bytes} bytes, ${(bytes / images).toFixed(2)} per image`,
    `decoder: ${decoder.path}, ${decoder.bytes} bytes, which the receiver needs once (${decoder.kind})`,
    `aelab decode ${file} --decoder ${decoder.path} -o images`,
    '',
  ].join('\n');
}
