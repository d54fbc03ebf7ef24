import { writeFile } from 'node:fs/promises';
import { datasets, describeImages, fetchDataset, verifyDataset } from '@aelab/datasets';
import { renderPng } from '@aelab/viz/png';
import { Argument, Command, Option } from 'commander';
import { cardRecord, cardText, classTable, listing } from '../card-text.js';
import { contactSheet } from '../contact-sheet.js';
import { interruptible } from '../on-interrupt.js';
import { showFetch } from '../show-fetch.js';
import { table } from '../table.js';

type Name = keyof typeof datasets;

export function datasetsCommand(): Command {
  const command = new Command('datasets').description('list, fetch, show and verify the official data sets');
  const ofOne = (action: string, description: string) =>
    command
      .command(action)
      .description(description)
      .addArgument(new Argument('<name>').choices(Object.keys(datasets)));
  command
    .command('list')
    .description('what there is, and what of it is on this machine')
    .option('--json', 'print it as JSON')
    .action(list);
  ofOne('fetch', 'bring the official files into the cache, each checked')
    .option('--from <folder>', 'take the files from a folder, and from no server')
    .option('--offline', 'ask no server')
    .action(fetch);
  ofOne('show', 'the card, and a contact sheet of its classes')
    .addOption(new Option('--split <name>', 'whose images').choices(['train', 'test']).default('test'))
    .option('--out <file>', 'the contact sheet, a PNG file; NAME-SPLIT.png unless told')
    .option('--json', 'print the card and the figures as JSON')
    .action(show);
  ofOne('verify', 'check every file against its checksum')
    .option('--json', 'print it as JSON')
    .action(verify);
  return command;
}

function list({ json }: { json?: true }): void {
  const cards = Object.values(datasets).map(({ card }) => card);
  process.stdout.write(`${json ? JSON.stringify(cards.map(cardRecord)) : listing(cards)}\n`);
}

async function fetch(name: Name, flags: { from?: string; offline?: true }): Promise<void> {
  const { show, stop } = showFetch();
  try {
    const { folder, fetched } = await interruptible(`aelab datasets fetch ${name}`, (signal) =>
      fetchDataset(datasets[name].card, { ...flags, signal, onEvent: show }),
    );
    stop();
    process.stdout.write(`${name} is ${fetched ? 'now' : 'already'} in ${folder}, every file checked\n`);
  } finally {
    stop();
  }
}

interface ShowFlags {
  split: 'train' | 'test';
  out?: string;
  json?: true;
}

async function show(name: Name, { split, out = `${name}-${split}.png`, json }: ShowFlags): Promise<void> {
  const { card, load } = datasets[name];
  const dataset = await load(split);
  const description = describeImages(dataset);
  await writeFile(out, renderPng(contactSheet(dataset, description), { scale: 1 }));
  const { classes, channelMeans } = description;
  const figures = classes.map(({ label, n, meanInk }) => ({ label, n, meanInk }));
  if (json)
    process.stdout.write(
      `${JSON.stringify({ ...cardRecord(card), split, channelMeans, classes: figures, contactSheet: out })}\n`,
    );
  else
    process.stdout.write(`${cardText(card)}\n\n${classTable(split, description)}\n\ncontact sheet: ${out}\n`);
}

async function verify(name: Name, { json }: { json?: true }): Promise<void> {
  const files = await verifyDataset(datasets[name].card);
  const wrong = files.filter(({ state }) => state !== 'right');
  if (json) process.stdout.write(`${JSON.stringify(files)}\n`);
  else
    process.stdout.write(
      `${table(
        ['file', ''],
        files.map(({ file, state }) => [file, state]),
      )}\n`,
    );
  if (wrong.length > 0)
    throw new Error(
      `datasets verify: ${wrong.map(({ problem }) => problem).join('; ')} (aelab datasets fetch ${name})`,
    );
}
