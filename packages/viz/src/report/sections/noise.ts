import type { Curve } from '../../charts/curves.js';
import { noiseSweep } from '../../charts/noise-sweep.js';
import { formatFigure } from '../../format-figure.js';
import type { Figure, NoiseBlock, NoiseStrengthBlock } from '../../record.js';
import { chartFigure } from '../chart-figure.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';
import { sheetFigure } from '../sheet-figure.js';

/** What the model gains on noisy images, strength by strength. */
export function noise({ record, sheets }: ReportInput): Section | undefined {
  const { noise, denoising = [] } = record;
  if (!noise || noise.strengths.length === 0) return undefined;
  const trained =
    denoising.length > 0
      ? 'The model was trained on damaged images.'
      : 'The model never saw noise in training.';
  const body = markup`<p>
      Gaussian noise was added to ${formatFigure(noise.n)} test images. ${trained} A gain above 0 means that what
      comes out is nearer to the clean image than what went in; at weak noise a narrow latent loses more than it
      repairs. Each filter has the setting that is best for these very images.
    </p>
    ${chartFigure((options) => noiseSweep(gains(noise), options), 'noise')}
    ${sheets?.noise && sheetFigure('Noisy test images over what the model makes of them', 'The noise factor is the standard deviation of the noise, pixels in [0, 1].', sheets.noise)}`;
  return { id: 'noise', title: 'What it makes of noise', body };
}

function gains({ strengths }: NoiseBlock): Curve[] {
  const rival = (name: string, gain: (strength: NoiseStrengthBlock) => Figure | undefined) => ({
    name,
    rival: true,
    points: strengths.flatMap((strength) => {
      const y = gain(strength);
      return y === undefined ? [] : [{ x: strength.factor, y }];
    }),
  });
  const model = strengths.map(({ factor, model: { gain, interval } }) => ({ x: factor, y: gain, interval }));
  return [
    { name: 'this model', points: model },
    rival('PCA', ({ pca }) => pca),
    rival('median filter', ({ medianFilter }) => medianFilter),
    rival('Gaussian filter', ({ gaussianFilter }) => gaussianFilter),
  ].filter(({ points }) => points.length > 0);
}
