import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

const definitions: readonly { word: string; meaning: string; when?: (input: ReportInput) => boolean }[] = [
  {
    word: 'Mean squared error (MSE)',
    meaning: 'The mean over all values of all test images of (reconstruction − original)², pixels in [0, 1].',
  },
  { word: 'Mean absolute error (MAE)', meaning: 'The mean of |reconstruction − original|.' },
  {
    word: 'PSNR',
    meaning:
      'Peak signal-to-noise ratio: 10 · log10(1 / MSE) of each image in decibels, then the mean over images. It is not the PSNR of the mean MSE.',
  },
  {
    word: 'SSIM',
    meaning: 'Structural similarity: how alike local means, contrasts and patterns are; 1 is identical.',
    when: ({ record }) => record.test.ssim !== undefined,
  },
  {
    word: '95 % interval',
    meaning:
      'By bootstrap over the test images (BCa). It says nothing of what another training seed would give.',
  },
  {
    word: 'Dimension reduction',
    meaning:
      'Values of an image / values of its latent. It counts values, not bytes: it is not a compression ratio.',
  },
  {
    word: 'Error per 100 ink',
    meaning: '100 · Σ squared error / Σ intensity of the originals.',
  },
];

/** What the words of the page mean. */
export function words(input: ReportInput): Section {
  const used = definitions.filter(({ when }) => when?.(input) ?? true);
  const body = markup`<dl>
    ${used.map(
      ({ word, meaning }) =>
        markup`<dt>${word}</dt>
          <dd>${meaning}</dd> `,
    )}
  </dl>`;
  return { id: 'words', title: 'What the words mean', body };
}
