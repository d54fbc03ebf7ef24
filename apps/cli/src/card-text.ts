import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetCard, ImagesDescription } from '@aelab/datasets';
import { table } from './table.js';

/** Whether all files of one layout are there, unchecked. */
function isHere({ folder, layouts }: DatasetCard): boolean {
  return layouts.some(({ files }) => files.every(({ name }) => existsSync(join(folder(), name))));
}

/** A card as plain data. */
export function cardRecord(card: DatasetCard) {
  return { ...card, folder: card.folder(), here: isHere(card) };
}

export function listing(cards: readonly DatasetCard[]): string {
  const rows = cards.map((card) => [
    card.name,
    card.imageShape.join('×'),
    Object.entries(card.splits)
      .map(([split, n]) => `${n} ${split}`)
      .join(', '),
    isHere(card) ? 'yes' : `no, ${megabytes(card)}`,
  ]);
  return table(['name', 'image', 'images', 'here'], rows);
}

/** What there is to be fetched, where it is known. */
function megabytes({ layouts: [{ files, downloads }] }: DatasetCard): string {
  const known = downloads.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  const unpacked = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return known > 0 ? `${Math.round(known / 1e6)} MB` : `up to ${Math.round(unpacked / 1e6)} MB`;
}

export function cardText(card: DatasetCard): string {
  const { title, imageShape, splits, classNames, homepage, license, citation, folder } = card;
  const facts = {
    images: `${imageShape.join('×')}; ${Object.entries(splits)
      .map(([split, n]) => `${n} ${split}`)
      .join(', ')}`,
    classes: classNames.join(', '),
    source: homepage,
    licence: license,
    citation,
    folder: folder(),
  };
  return [title, ...Object.entries(facts).map(([name, fact]) => `${name.padEnd(9)} ${fact}`)].join('\n');
}

export function classTable(split: string, { classes, channelMeans, ...whole }: ImagesDescription): string {
  const rows = [...classes, { ...whole, label: 'all' }].map(({ label, n, meanInk }) => [
    label,
    String(n),
    meanInk.toFixed(1),
  ]);
  const means = channelMeans.map((mean) => mean.toFixed(4)).join(' ');
  return `${table([split, 'images', 'mean ink'], rows)}\nchannel means ${means}`;
}
