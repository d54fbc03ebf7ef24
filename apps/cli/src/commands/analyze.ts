import { analyzeRun, fullAnalysis, readRunRecord, type Analysis } from '@aelab/experiments';
import { recordJson } from '@aelab/viz';
import { Command, Option } from 'commander';
import { analysisSummary } from '../analysis-summary.js';
import { number } from '../flag-values.js';
import { showProgress } from '../show-progress.js';

export function analyzeCommand(): Command {
  return new Command('analyze')
    .description('measure more of a finished run, into its record and report')
    .argument('<run>', "the run's folder")
    .option('--pca', 'uncentred SVD beside the PCA that every run has')
    .option('--judge [name]', 'what a classifier still recognises: lenet5, small-cnn or an .onnx file')
    .option('--latents', 'how much of the bottleneck is used, and how much of the classes is in it')
    .option('--bytes', 'the latents of the test images as a file (latents.ael), and what it costs')
    .option('--noise', 'what the model gains on noisy test images, beside filters and PCA')
    .option('--strangers', 'what it makes of pictures of kinds that it never saw')
    .option('--pictures', 'what it draws between and beyond latents; filters of its first layer')
    .option('--overlap', 'how far originals and reconstructions mix in joint t-SNE maps, per class')
    .option('--tsne', 'the same: the map comes with its scores')
    .option('--pairs <n>', 'test images that are embedded', number, 1000)
    .addOption(
      new Option('--tsne-engine <name>', 'exact is tsne-js, for some hundred pairs')
        .choices(['barnes-hut', 'exact'])
        .default('barnes-hut'),
    )
    .option('--json', 'print the run record, and nothing else, on standard output')
    .action(analyze);
}

interface AnalyzeFlags {
  pca?: true;
  judge?: string | true;
  latents?: true;
  bytes?: true;
  noise?: true;
  strangers?: true;
  pictures?: true;
  overlap?: true;
  tsne?: true;
  pairs: number;
  tsneEngine: 'barnes-hut' | 'exact';
  json?: true;
}

async function analyze(folder: string, flags: AnalyzeFlags): Promise<void> {
  const analysis = chosenAnalysis(flags) ?? fullAnalysis(await readRunRecord(folder), overlapOf(flags));
  const record = await analyzeRun(folder, analysis, { onEvent: showProgress().show });
  process.stdout.write(flags.json ? recordJson(record) : analysisSummary(record, folder));
}

/** What the flags ask for; nothing, where they leave it open. */
function chosenAnalysis(flags: AnalyzeFlags): Analysis | undefined {
  const { pca, judge, latents, bytes, noise, strangers, pictures, overlap, tsne } = flags;
  const parts = [pca, judge, latents, bytes, noise, strangers, pictures, overlap, tsne];
  if (parts.every((part) => part === undefined)) return undefined;
  return {
    svd: pca,
    ...(judge !== undefined && { judge: judge === true ? 'lenet5' : judge }),
    ...{ latents, bytes, noise, strangers, pictures },
    ...((overlap ?? tsne) && { overlap: overlapOf(flags) }),
  };
}

function overlapOf({ pairs, tsneEngine: engine }: AnalyzeFlags) {
  return { pairs, engine };
}
