import { open, rename, rm } from 'node:fs/promises';

/** Writes a file part by part under a temporary name and renames it when it is whole and on disk; nothing is left if it fails. */
export async function writeParts(file: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = `${file}.partial`;
  const handle = await open(temporary, 'w');
  try {
    for await (const part of parts) await handle.writeFile(part);
    await handle.sync();
    await handle.close();
    await rename(temporary, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}
