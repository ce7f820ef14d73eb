// Medusa's payment provider for Stripe, unchanged, in a process of its own: its address is the
// original's, so its connections are led to a TLS door before the gateway.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openRecorder, refusalOf } from './recorder.ts';
import type { Row } from './table.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

type Certificate = { readonly private: string; readonly cert: string };

export async function runMedusa(gatewayPort: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kassa-medusa-'));
  try {
    const certificate = await makeCertificate();
    const trusted = join(folder, 'kassa.pem');
    await writeFile(trusted, certificate.cert);
    await using door = await openRecorder(gatewayPort, {
      key: certificate.private,
      cert: certificate.cert,
    });
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--import', here('./lead-to-kassa.mjs'), here('./medusa-shop.ts')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: trusted,
          KASSA_TLS_PORT: String(door.port),
        },
      },
    );
    const rows: Row[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue;
      const row: Row = JSON.parse(line);
      const refused = door.take().findLast(({ status }) => status >= 400);
      const how = row.passed || refused === undefined ? {} : refusalOf(refused);
      rows.push({ ...row, ...how });
    }
    if (child.exitCode === null) await once(child, 'exit');
    const ended = { what: 'the shop came to its end', passed: child.exitCode === 0, why: '' };
    return [...rows, ended];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** For this run alone. */
async function makeCertificate(): Promise<Certificate> {
  const { generate } = createRequire(import.meta.url)('selfsigned');
  const name = 'api.stripe.com';
  return generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
}
