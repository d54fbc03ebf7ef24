import { serveTasks } from '../sweep/serve-tasks.js';
import { encodeBlock, openBlockEncoder, type BlockEncoder, type BlockTask } from './encode-block.js';

/** A pool's processes encode blocks of one source by one run. */
let encoder: Promise<BlockEncoder> | undefined;

serveTasks(async (given) => {
  const task = given as BlockTask;
  encoder ??= openBlockEncoder(task);
  return encodeBlock(await encoder, task);
});
