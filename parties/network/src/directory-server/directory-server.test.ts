// The directory server between a real 3DS Server and a real ACS.

import { column } from '@kassa/database';
import { unwrap } from '@kassa/result';
import { parse } from '@kassa/three-ds';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acsTransId, areq, challenge, rreq, serverTransId } from '../testing/three-ds.ts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  world.web.answer('/acs/areq', (body) => challenge(received(body)));
});
afterAll(() => world.close());

const received = (body: unknown) => unwrap(parse(body, { expect: 'AReq', from: 'D' }));
const ownUrl = () => `${world.web.url}/3ds/rreq`;
const keyOf: Record<string, string> = { '/3ds/areq': 'server-key', '/3ds/rreq': 'plava-key' };
const send = async (path: string, body: unknown, authorization: string | undefined) => {
  const headers = authorization === undefined ? {} : { authorization };
  return unwrap(await world.http.postJson(`${world.network.url}${path}`, body, { headers }));
};
const post = async (path: string, body: unknown) => {
  const answer = await send(path, body, `Bearer ${keyOf[path]}`);
  expect(answer.status).toBe(200);
  return answer.body;
};
const ask = (more: Parameters<typeof areq>[1] = {}) => post('/3ds/areq', areq(ownUrl(), more));

/** The id that the directory server gave to an authentication. */
async function dsTransIdOf(): Promise<string> {
  const { dsTransID } = unwrap(parse(await ask(), { expect: 'ARes', from: 'A' }));
  return dsTransID;
}

describe('an authentication request', () => {
  test('reaches the ACS of the issuer with the elements of the directory server', async () => {
    let seen: unknown;
    world.web.answer('/acs/areq', (body) => {
      seen = body;
      return challenge(received(body));
    });
    const answer = await ask();
    expect(answer).toMatchObject({ messageType: 'ARes', transStatus: 'C', acsTransID: acsTransId });
    expect(seen).toMatchObject({
      acctNumber: '4000000000009995',
      dsURL: `${world.network.url}/3ds/rreq`,
      dsReferenceNumber: expect.stringMatching(/MOZAIK/),
      dsTransID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test.each([
    ['of an unknown card', { acctNumber: '5555555555554444' }, '08'],
    ['of a card that is not enrolled', { acctNumber: '4000009912345678' }, '13'],
    ['whose ACS is down', { acctNumber: '4242424242424242' }, '22'],
    [
      'in version 2.1.0 whose ACS is down',
      {
        acctNumber: '4242424242424242',
        messageVersion: '2.1.0',
        browserJavascriptEnabled: undefined,
      },
      '14',
    ],
  ] as const)('%s is answered with U', async (_, more, transStatusReason) => {
    const { browserJavascriptEnabled: _script, ...base } = areq(ownUrl());
    const request =
      'messageVersion' in more ? { ...base, ...more } : { ...areq(ownUrl()), ...more };
    expect(await post('/3ds/areq', request)).toMatchObject({
      messageType: 'ARes',
      transStatus: 'U',
      transStatusReason,
      threeDSServerTransID: serverTransId,
    });
  });

  test('that an ACS leaves without an answer is answered with U, timed out', async () => {
    world.web.answer('/acs/areq', () => new Promise(() => {}));
    expect(await ask()).toMatchObject({ transStatus: 'U', transStatusReason: '14' });
    world.web.answer('/acs/areq', (body) => challenge(received(body)));
  });

  test.each([
    ['that lacks an element', { acctNumber: undefined }, '201'],
    ['with an element of another form', { mcc: 'x' }, '203'],
    ['that is something else', { messageType: 'CReq' }, '101'],
  ])('%s is an Erro', async (_, more, errorCode) => {
    const answer = await post('/3ds/areq', { ...areq(ownUrl()), ...more });
    expect(answer).toMatchObject({ messageType: 'Erro', errorCode, errorComponent: 'D' });
  });

  test('whose results would go to a stranger is an Erro', async () => {
    const answer = await post('/3ds/areq', areq('http://169.254.169.254/latest'));
    expect(answer).toMatchObject({ messageType: 'Erro', errorCode: '303' });
  });

  test('that would lead the browser to a stranger is an Erro, and no ACS hears of it', async () => {
    const heard: unknown[] = [];
    world.web.answer('/acs/areq', (body) => {
      heard.push(body);
      return challenge(received(body));
    });
    for (const notificationURL of ['https://evil.example/3ds/notify', `${world.network.url}/x`]) {
      expect(await ask({ notificationURL })).toMatchObject({
        messageType: 'Erro',
        errorCode: '203',
        errorDetail: 'notificationURL',
      });
    }
    expect(heard).toEqual([]);
  });

  test.each([undefined, '', 'Bearer ', 'Bearer plava-key', 'Bearer zelena-key'])(
    'with the key %j is not taken, and no ACS hears of it',
    async (authorization) => {
      const heard: unknown[] = [];
      world.web.answer('/acs/areq', (body) => {
        heard.push(body);
        return challenge(received(body));
      });
      const answer = await send('/3ds/areq', areq(ownUrl()), authorization);
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
      expect(heard).toEqual([]);
    },
  );

  test('answered by the ACS for another transaction is an Erro', async () => {
    world.web.answer('/acs/areq', (body) => ({
      ...challenge(received(body)),
      dsTransID: '00000000-0000-4000-8000-000000000000',
    }));
    expect(await ask()).toMatchObject({ messageType: 'Erro', errorCode: '301' });
    world.web.answer('/acs/areq', (body) => challenge(received(body)));
  });
});

describe('the results of a challenge', () => {
  test('reach the 3DS Server that asked, whose answer goes back to the ACS', async () => {
    let seen: unknown;
    const dsTransID = await dsTransIdOf();
    world.web.answer('/3ds/rreq', (body) => {
      seen = body;
      return {
        messageType: 'RRes',
        messageVersion: '2.2.0',
        threeDSServerTransID: serverTransId,
        acsTransID: acsTransId,
        dsTransID,
        resultsStatus: '01',
      };
    });
    const answer = await post('/3ds/rreq', rreq(dsTransID));
    expect(answer).toMatchObject({ messageType: 'RRes', resultsStatus: '01' });
    expect(seen).toEqual(rreq(dsTransID));
  });

  test('take the way that is set for a 3DS Server', async () => {
    const seen: unknown[] = [];
    world.web.answer('/3ds/rreq', (body) => seen.push(body));
    const request = areq('https://requestor.example/3ds/rreq');
    const { body } = await send('/3ds/areq', request, 'Bearer private-key');
    const { dsTransID } = unwrap(parse(body, { expect: 'ARes', from: 'A' }));
    await post('/3ds/rreq', rreq(dsTransID));
    expect(seen).toEqual([rreq(dsTransID)]);
  });

  test('of a transaction nobody knows are refused and passed to nobody', async () => {
    const unknown = rreq('00000000-0000-4000-8000-000000000000');
    expect(await post('/3ds/rreq', unknown)).toMatchObject({ errorCode: '301' });
    const dsTransID = await dsTransIdOf();
    const forged = rreq(dsTransID, { acsTransID: '00000000-0000-4000-8000-000000000000' });
    expect(await post('/3ds/rreq', forged)).toMatchObject({ errorCode: '301' });
  });

  test('are taken from the ACS of the issuer alone', async () => {
    const told: unknown[] = [];
    world.web.answer('/3ds/rreq', (body) => told.push(body));
    const dsTransID = await dsTransIdOf();
    for (const authorization of [undefined, 'Bearer ', 'Bearer server-key', 'Bearer zelena-key']) {
      expect(await send('/3ds/rreq', rreq(dsTransID), authorization)).toMatchObject({
        status: 401,
      });
    }
    const other = await send('/3ds/rreq', rreq(dsTransID), 'Bearer fjord-key');
    expect(other.body).toMatchObject({ messageType: 'Erro', errorCode: '301' });
    expect(told).toEqual([]);
  });

  test('that the 3DS Server does not take are an Erro for the ACS', async () => {
    const dsTransID = await dsTransIdOf();
    world.web.answer('/3ds/rreq', () => new Promise(() => {}));
    expect(await post('/3ds/rreq', rreq(dsTransID))).toMatchObject({ errorCode: '402' });
  });
});

test('no card number and no proof of authentication is kept', async () => {
  const rows = await world.database.db.query(
    { text: 'select t::text as row from directory_transaction t' },
    (row) => column.text(row, 'row'),
  );
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.join()).not.toMatch(/4000000000009995|AAABBB/);
});
