import { formatFigure } from '../../format-figure.js';
import type { DenoisingBlock, GainBlock } from '../../record.js';
import type { Cell } from '../../tables/table.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';
import { tableMarkup } from '../table-markup.js';

/** What the model gains on damaged images over doing nothing and over filters. */
export function denoising({ record }: ReportInput): Section | undefined {
  const blocks = record.denoising ?? [];
  if (blocks.length === 0) return undefined;
  const body = markup`<p>
      Test images were damaged as the training images were, and given to the model. Each gain is the mean over
      images of the PSNR of what it made of them, less that of a rival’s; above 0 the model is better. The filters
      learnt nothing, and have the setting that is best for these very images.
    </p>
    ${blocks.map((block) => tableMarkup(gains(block)))}`;
  return { id: 'denoising', title: 'What it repairs', body };
}

function gains({ corruption, psnr, damaged, medianFilter, gaussianFilter }: DenoisingBlock) {
  const row = (name: string, { gain, interval: [low, high] }: GainBlock): Cell[] => [
    name,
    Number(gain),
    Number(low),
    Number(high),
  ];
  const { type, ...settings } = corruption;
  const damage = [type, ...Object.values(settings)].map(String).join(' ');
  return {
    title: `Gain in decibels (${damage}; the model’s PSNR is ${formatFigure(psnr, 4)} dB)`,
    columns: ['Over', 'Gain', 'from (95 %)', 'to'],
    rows: [
      row('the damaged images', damaged),
      row(`a median filter of ${medianFilter.size}×${medianFilter.size}`, medianFilter),
      row(`a Gaussian filter, σ ${gaussianFilter.sigma}`, gaussianFilter),
    ],
  };
}
