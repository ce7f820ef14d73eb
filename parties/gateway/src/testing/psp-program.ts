// The provider that speaks Adyen's API, as a program of its own: parties meet on the wire alone.

import { spawn } from 'node:child_process';
import { testDatabase } from '@kassa/database';
import { z } from 'zod';

export type PspProgram = AsyncDisposable & {
  readonly url: string;
  /** Asks its control door. */
  control(path: string, method?: 'GET' | 'POST'): Promise<unknown>;
  kill(): Promise<void>;
};

export const pspAccount = {
  merchantAccount: 'KassaDiva',
  apiKey: 'key-of-kassa-at-the-psp',
  hmacKey: '00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF',
} as const;

const controlKey = 'control-key-of-the-psp';

/** Cards as its configuration has them; see there. */
export async function startPsp(
  notificationsUrl: string,
  cards: readonly object[],
): Promise<PspProgram> {
  const database = await testDatabase([], { schema: 'psp' });
  const merchants = [{ ...pspAccount, notificationsUrl }];
  const config = {
    databaseUrl: database.url,
    schema: 'psp',
    port: 0,
    controlKey,
    merchants,
    cards,
  };
  const program = process.env['KASSA_TEST_PSP'] ?? '';
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, TEST_PSP: JSON.stringify(config) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('exit', (code) => reject(new Error(`the provider ended with ${code}`)));
  });
  const url = z.url().parse(line.replace('ready ', '').trim());
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    kill,
    async control(path, method = 'GET') {
      const headers = { authorization: `Bearer ${controlKey}` };
      const answer = await fetch(`${url}/_kassa/${path}`, { method, headers });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    async [Symbol.asyncDispose]() {
      await kill();
      await database.close();
    },
  };
}
