import {
  asciiDialect,
  buildAnswer,
  buildSignOn,
  decode,
  encode,
  frameKeys,
  type Message,
} from '@kassa/iso8583';
import { silentLog } from '@kassa/log';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import { connectFramed, type FramedListener } from '@kassa/tcp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenToGateways } from './listener.ts';

const signOnKey = new Secret('shared');
const details = { stan: '000001', atMs: 0, institutionId: '070194' };
const worked: string[] = [];
const work = async (message: Message) => {
  worked.push(message.mti);
  return buildAnswer(message, { responseCode: '00' });
};

let listener: FramedListener;
beforeAll(async () => {
  const useCases = {
    authorize: work,
    verify: work,
    inquire: work,
    reverse: work,
    takeAdvice: work,
  };
  listener = await listenToGateways({
    host: '127.0.0.1',
    port: 0,
    signOnKey,
    log: silentLog,
    useCases,
  });
});
afterAll(() => listener.close());

/** Field 39 of what a bare connection gets for the first thing it says; then it is shown out. */
async function refusalOf(message: Message): Promise<string | undefined> {
  const states: boolean[] = [];
  const client = connectFramed({
    host: '127.0.0.1',
    port: listener.port,
    log: silentLog,
    ...frameKeys(asciiDialect),
    onUnmatched: () => {},
    onState: (isConnected) => states.push(isConnected),
  });
  await client.whenConnected(5000);
  const answer = await client.request(unwrap(encode(message, asciiDialect)), 5000);
  await expect.poll(() => states).toContain(false);
  await client.close();
  return unwrap(decode(unwrap(answer), asciiDialect)).fields[39];
}

test.each(['0100', '0220', '0400', '0420'] as const)(
  'a %s of somebody who has not signed on is refused, and the line closed',
  async (mti) => {
    const fields = { 3: '200000', 4: '000000000100', 11: '000009', 41: 'DIVA0001' };
    expect(await refusalOf({ mti, fields })).toBe('63');
    expect(worked).toEqual([]);
  },
);

test('a sign-on with a code of another secret is refused, and the line closed', async () => {
  expect(await refusalOf(buildSignOn(details, new Secret('guessed')))).toBe('63');
});
