// The world's log goes to a file of the data folder; the terminal keeps to what people need.

import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type LogFile = { write(line: string): void; close(): Promise<void> };

const turnOverBytes = 20_000_000;

export function openLogFile(path: string): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  // One old file is kept: enough to look back at, and the folder does not grow without end.
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > turnOverBytes) renameSync(path, `${path}.1`);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  stream.on('error', (error) => console.error(`the log ${path} cannot be written:`, error.message));
  return {
    write: (line) => {
      stream.write(line);
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
