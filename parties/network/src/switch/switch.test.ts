// The switch between a real acquirer's connection and a real issuer's, on a real database.

import { column } from '@kassa/database';
import { buildAnswer, buildSignOn, encodeReplacementAmount, type Message } from '@kassa/iso8583';
import { Secret } from '@kassa/secret';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authorizationRequest, reversalAdvice } from '../testing/messages.ts';
import { approves, isSilent, openIssuer, refusalOf, zelenaSignOnKey } from '../testing/peers.ts';
import { until } from '../testing/until.ts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.issuer.received.length = 0;
  world.issuer.behave(approves);
  await world.reachable();
});
afterEach(() => world.issuer.behave(approves));

/** A request of its own STAN and RRN. */
function request(more: Parameters<typeof authorizationRequest>[0] = {}): Message {
  count += 1;
  return authorizationRequest({ stan: String(count).padStart(6, '0'), ...more });
}

function statusOf(message: Message) {
  return world.database.db.one(
    {
      text: 'select status, remaining_minor, response_code from switch_authorization where rrn = $1',
      values: [message.fields[37]],
    },
    (row) => [
      column.text(row, 'status'),
      Number(column.big(row, 'remaining_minor')),
      column.textOrNull(row, 'response_code'),
    ],
  );
}

const pendingAdvices = () =>
  world.database.db.one(
    { text: 'select count(*) as n from switch_advice where acknowledged_at_ms is null' },
    (row) => column.integer(row, 'n'),
  );

const acknowledged = () =>
  until(async () => (await pendingAdvices()) === 0, 'every advice to be acknowledged');

describe('a connection that has not signed on', () => {
  test('is refused and closed, and nothing reaches the issuer', async () => {
    const { switchPort } = world.network;
    const asked = request();
    expect(await refusalOf(switchPort, asked)).toBe('63');
    expect(await refusalOf(switchPort, reversalAdvice(asked, '900001'))).toBe('63');
    expect(world.issuer.received).toEqual([]);
    expect(await statusOf(asked)).toBeUndefined();
  });

  test.each([
    ['with another secret', '70001', 'guessed'],
    ['as a member that is no acquirer', '70002', zelenaSignOnKey],
    ['as nobody who is known', '99', zelenaSignOnKey],
  ])('is refused and closed when it signs on %s', async (_, institutionId, secret) => {
    const signOn = buildSignOn(
      { stan: '000001', atMs: Date.now(), institutionId },
      new Secret(secret),
    );
    expect(await refusalOf(world.network.switchPort, signOn)).toBe('63');
  });
});

describe('an authorization', () => {
  test('goes to the issuer as it came and its answer comes back', async () => {
    const asked = request();
    const answer = await world.acquirer.ask(asked);
    expect(answer).toMatchObject({ mti: '0110', fields: { 38: '123456', 39: '00' } });
    expect(world.issuer.of('0100')).toEqual([asked]);
    expect(await statusOf(asked)).toEqual(['approved', 10_000, '00']);
  });

  test('that the issuer refuses comes back with its code', async () => {
    world.issuer.behave((message) => buildAnswer(message, { responseCode: '51' }));
    const asked = request();
    expect((await world.acquirer.ask(asked)).fields[39]).toBe('51');
    expect(await statusOf(asked)).toEqual(['declined', 0, '51']);
  });

  test('of a card that nobody issued is refused with 14 and asked of nobody', async () => {
    const answer = await world.acquirer.ask(request({ pan: '5555555555554444' }));
    expect(answer.fields[39]).toBe('14');
    expect(world.issuer.received).toEqual([]);
  });

  test('to an issuer that is away is refused with 91, and there is nothing to undo', async () => {
    const asked = request({ pan: '4242424242424242' });
    expect((await world.acquirer.ask(asked)).fields[39]).toBe('91');
    expect(await statusOf(asked)).toEqual(['declined', 0, '91']);
    expect(await pendingAdvices()).toBe(0);
  });

  test('for nothing, an account verification, is passed on and leaves nothing behind', async () => {
    const { mti, fields } = request({ minor: 0n });
    const asked = { mti, fields: { ...fields, 25: '51' } };
    world.issuer.behave((message) => buildAnswer(message, { responseCode: '85' }));
    expect((await world.acquirer.ask(asked)).fields[39]).toBe('85');
    expect(world.issuer.of('0100')).toEqual([asked]);
    expect(await statusOf(asked)).toBeUndefined();
    world.issuer.behave(isSilent);
    const other = { mti, fields: { ...asked.fields, 11: '700001', 37: '632513700001' } };
    expect((await world.acquirer.ask(other)).fields[39]).toBe('91');
    expect(await pendingAdvices()).toBe(0);
  });

  test('asked twice gets one answer and one question to the issuer', async () => {
    const asked = request();
    const first = await world.acquirer.ask(asked);
    const again = await world.acquirer.ask(asked);
    expect(again.fields).toMatchObject({ 38: first.fields[38], 39: '00' });
    expect(world.issuer.of('0100')).toHaveLength(1);
  });

  test('of another amount under the same RRN is a duplicate', async () => {
    const asked = request();
    await world.acquirer.ask(asked);
    const other = { ...asked, fields: { ...asked.fields, 4: '000000000001' } };
    expect((await world.acquirer.ask(other)).fields[39]).toBe('94');
  });

  test('that lacks a field is answered with a format error', async () => {
    const { 43: _place, ...fields } = request().fields;
    expect((await world.acquirer.ask({ mti: '0100', fields })).fields[39]).toBe('30');
  });

  test('fifty at once are all answered, each with its own', async () => {
    const patient = await openWorld({ issuerTimeoutMs: 30_000 });
    patient.issuer.behave(approves);
    const asked = Array.from({ length: 50 }, () => request());
    const answers = await Promise.all(asked.map((message) => patient.acquirer.ask(message)));
    await patient.close();
    expect(answers.map(({ fields }) => fields[37])).toEqual(asked.map(({ fields }) => fields[37]));
    expect(answers.every(({ fields }) => fields[39] === '00')).toBe(true);
  });
});

describe('an issuer that does not answer', () => {
  test('costs a 91, and gets a reversal that is repeated until it is acknowledged', async () => {
    let refusals = 2;
    world.issuer.behave((message) => {
      if (message.mti === '0100') return 'silence';
      refusals -= 1;
      return refusals >= 0 ? 'silence' : approves(message);
    });
    const asked = request();
    expect((await world.acquirer.ask(asked)).fields[39]).toBe('91');
    await acknowledged();
    const reversals = world.issuer.of('0420', '0421');
    expect(reversals.map(({ mti }) => mti)).toEqual(['0420', '0421', '0421']);
    expect(new Set(reversals.map(({ fields }) => fields[11])).size).toBe(1);
    expect(reversals[0]?.fields).toMatchObject({
      2: asked.fields[2],
      37: asked.fields[37],
      90: `0100${asked.fields[11]}${asked.fields[7]}0000007000100000000000`,
    });
    expect(await statusOf(asked)).toEqual(['unanswered', 0, '91']);
  });

  test('and approves late is reversed once more', async () => {
    world.issuer.behave((message) => (message.mti === '0100' ? 'silence' : approves(message)));
    const asked = request();
    await world.acquirer.ask(asked);
    await acknowledged();
    const late = buildAnswer(asked, { responseCode: '00', authorizationCode: '123456' });
    world.issuer.say(late);
    world.issuer.say(late);
    await until(() => world.issuer.of('0420', '0421').length >= 2, 'the second reversal');
    await acknowledged();
    // Once more, not twice more: the late approval came twice.
    expect(world.issuer.of('0420').map(({ fields }) => fields[37])).toEqual([
      asked.fields[37],
      asked.fields[37],
    ]);
  });

  test('and acknowledges late is not told again', async () => {
    world.issuer.behave(isSilent);
    await world.acquirer.ask(request());
    const first = await until(() => world.issuer.of('0420')[0], 'the reversal');
    await until(() => world.issuer.of('0421')[0], 'its repeat');
    world.issuer.say(buildAnswer(first, { responseCode: '00' }));
    await acknowledged();
  });

  test('or answers of something else is not believed: 96, and a reversal', async () => {
    world.issuer.behave((message) => {
      const answer = approves(message);
      if (message.mti !== '0100' || answer === 'silence') return answer;
      return Promise.resolve(answer).then((one) =>
        one === 'silence' ? one : { ...one, fields: { ...one.fields, 4: '000000000001' } },
      );
    });
    expect((await world.acquirer.ask(request())).fields[39]).toBe('96');
    await acknowledged();
    expect(world.issuer.of('0420')).toHaveLength(1);
  });
});

describe('a reversal of the acquirer', () => {
  test('as a request is answered by the issuer', async () => {
    const asked = request();
    await world.acquirer.ask(asked);
    const undo: Message = { mti: '0400', fields: reversalAdvice(asked, '900001').fields };
    expect(await world.acquirer.ask(undo)).toMatchObject({ mti: '0410', fields: { 39: '00' } });
    expect(world.issuer.of('0400')).toHaveLength(1);
    expect(await statusOf(asked)).toEqual(['reversed', 0, '00']);
  });

  test('in part leaves the rest to be presented', async () => {
    const asked = request();
    await world.acquirer.ask(asked);
    const fields = {
      ...reversalAdvice(asked, '900002').fields,
      95: encodeReplacementAmount(4000n),
    };
    await world.acquirer.ask({ mti: '0400', fields });
    expect(await statusOf(asked)).toEqual(['approved', 4000, '00']);
  });

  test('as an advice is acknowledged at once and forwarded, its repeat once only', async () => {
    const asked = request();
    await world.acquirer.ask(asked);
    const advice = reversalAdvice(asked, '900003');
    expect(await world.acquirer.ask(advice)).toMatchObject({ mti: '0430', fields: { 39: '00' } });
    await world.acquirer.ask({ ...advice, mti: '0421' });
    await acknowledged();
    expect(world.issuer.of('0420', '0421')).toHaveLength(1);
    expect(await statusOf(asked)).toEqual(['reversed', 0, '00']);
  });

  test('before its original makes the late original a duplicate', async () => {
    const asked = request();
    await world.acquirer.ask(reversalAdvice(asked, '900004'));
    expect((await world.acquirer.ask(asked)).fields[39]).toBe('94');
    await acknowledged();
    expect(world.issuer.of('0100')).toEqual([]);
  });

  test('while the request is under way stands, whatever the issuer then says', async () => {
    const asked = request();
    let goOn = () => {};
    const reversed = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    world.issuer.behave(async (message) => {
      if (message.mti === '0100') await reversed;
      return approves(message);
    });
    const answer = world.acquirer.ask(asked);
    await until(() => world.issuer.of('0100')[0], 'the request at the issuer');
    await world.acquirer.ask(reversalAdvice(asked, '900005'));
    goOn();
    await answer;
    await acknowledged();
    expect((await statusOf(asked))?.[0]).toBe('reversed');
  });

  test('as a request that the issuer does not answer is taken over by the switch', async () => {
    const asked = request();
    await world.acquirer.ask(asked);
    world.issuer.behave((message) => (message.mti === '0400' ? 'silence' : approves(message)));
    const undo: Message = { mti: '0400', fields: reversalAdvice(asked, '900006').fields };
    expect((await world.acquirer.ask(undo)).fields[39]).toBe('00');
    await acknowledged();
    expect(world.issuer.of('0420')).toHaveLength(1);
  });
});

test('no card number, CVC or CAVV can be read in the database', async () => {
  const { db } = world.database;
  const dumps: string[] = [];
  for (const table of ['switch_authorization', 'switch_advice', 'switch_message']) {
    const rows = await db.query({ text: `select t::text as row from ${table} t` }, (row) =>
      column.text(row, 'row'),
    );
    dumps.push(...rows);
  }
  const text = dumps.join('\n');
  expect(dumps.length).toBeGreaterThan(100);
  expect(text).not.toMatch(/4000000000009995|4242424242424242|9203123/);
  expect(text).toContain('400000******9995');
});

describe('after a stop', () => {
  test('a request whose answer was never recorded is reversed at the issuer', async () => {
    const { db } = world.database;
    world.issuer.behave((message) => (message.mti === '0100' ? 'silence' : approves(message)));
    const asked = request();
    await world.acquirer.ask(asked);
    await acknowledged();
    // As a crash between sending and recording would leave it.
    await db.exec(
      `update switch_authorization
      set status = 'sent', response_code = null, answered_at_ms = null
      where rrn = $1`,
      [asked.fields[37]],
    );
    world.issuer.received.length = 0;
    await world.restart();
    await until(() => world.issuer.of('0420')[0], 'the reversal after the restart');
    await acknowledged();
    expect(await statusOf(asked)).toEqual(['unanswered', 0, '91']);
  });

  test('an issuer that was away gets its advices when it is back', async () => {
    const asked = request();
    await world.acquirer.ask(asked);
    const { port } = world.issuer;
    await world.issuer.close();
    expect((await world.acquirer.ask(reversalAdvice(asked, '900007'))).fields[39]).toBe('00');
    expect(await pendingAdvices()).toBe(1);
    const back = await openIssuer(port);
    await acknowledged();
    expect(back.of('0420')).toHaveLength(1);
    await back.close();
  });
});
