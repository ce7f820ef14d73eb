// Increments at the switch: they pass under their own names, and what they add may be presented.

import { column } from '@kassa/database';
import { buildAnswer, encodeReplacementAmount, type Message } from '@kassa/iso8583';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { trace } from '../book/trace.ts';
import { authorizationRequest, incrementRequest, reversalAdvice } from '../testing/messages.ts';
import { approves } from '../testing/peers.ts';
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

const stan = () => {
  count += 1;
  return String(count).padStart(6, '0');
};
const code = async (message: Message) => (await world.acquirer.ask(message)).fields[39];

async function authorized(): Promise<Message> {
  const asked = authorizationRequest({ stan: stan() });
  expect(await code(asked)).toBe('00');
  return asked;
}

const increment = (of: Message, minor = 5_000n) => incrementRequest(of, { stan: stan(), minor });

function stateOf(message: Message) {
  const text = 'select status, remaining_minor from switch_authorization where rrn = $1';
  return world.database.db.one({ text, values: [message.fields[37]] }, (row) => [
    column.text(row, 'status'),
    Number(column.big(row, 'remaining_minor')),
  ]);
}

const acknowledged = () =>
  until(async () => {
    const text = 'select count(*) as n from switch_advice where acknowledged_at_ms is null';
    const open = await world.database.db.one({ text }, (row) => column.integer(row, 'n'));
    return open === 0;
  }, 'every advice to be acknowledged');

test('an approved increment raises what may be presented, once', async () => {
  const original = await authorized();
  const more = increment(original);
  expect([await code(more), await code(more)]).toEqual(['00', '00']);
  expect(world.issuer.of('0100')).toEqual([original, more]);
  expect(await stateOf(original)).toEqual(['approved', 15_000]);
  expect(await stateOf(more)).toEqual(['approved', 0]);
  const lines = await trace(world.database.db, original.fields[37] ?? '');
  expect(lines.filter(({ what }) => what.startsWith('0100 from'))).toHaveLength(2);
});

test('a refused one changes nothing', async () => {
  const original = await authorized();
  world.issuer.behave((message) => buildAnswer(message, { responseCode: '51' }));
  const more = increment(original);
  expect(await code(more)).toBe('51');
  expect(await stateOf(original)).toEqual(['approved', 10_000]);
  expect(await stateOf(more)).toEqual(['declined', 0]);
});

test('one of what the switch does not know, or that does not say of what, goes nowhere', async () => {
  const original = await authorized();
  const stranger = authorizationRequest({ stan: stan() });
  expect(await code(increment(stranger))).toBe('25');
  const { 90: _, ...fields } = increment(original).fields;
  expect(await code({ mti: '0100', fields })).toBe('30');
  expect(world.issuer.of('0100')).toEqual([original]);
});

test('one that nobody answers is undone by its own name; the original stands', async () => {
  const original = await authorized();
  const more = increment(original);
  world.issuer.behave((message) => (message.mti === '0100' ? 'silence' : approves(message)));
  expect(await code(more)).toBe('91');
  await acknowledged();
  expect(await stateOf(original)).toEqual(['approved', 10_000]);
  const [undone] = world.issuer.of('0420');
  expect(undone?.fields).toMatchObject({ 37: more.fields[37], 4: '000000005000' });
  expect(undone?.fields[90]).toContain(`0100${more.fields[11]}`);
  // An approval that comes now is undone once more.
  world.issuer.say(buildAnswer(more, { responseCode: '00', authorizationCode: '654321' }));
  await until(() => world.issuer.of('0420').length === 2, 'the second reversal');
  await acknowledged();
  expect(await stateOf(original)).toEqual(['approved', 10_000]);
});

test('the acquirer takes one back: what may be presented falls again, and only once', async () => {
  const original = await authorized();
  const more = increment(original);
  await code(more);
  const advice = reversalAdvice(more, '900001');
  expect(await code(advice)).toBe('00');
  expect(await code({ ...advice, mti: '0421' })).toBe('00');
  await acknowledged();
  expect(await stateOf(original)).toEqual(['approved', 10_000]);
  expect(await stateOf(more)).toEqual(['reversed', 0]);
});

test('the original taken back takes its increments with it', async () => {
  const original = await authorized();
  const more = increment(original);
  await code(more);
  const undo: Message = { mti: '0400', fields: reversalAdvice(original, '900002').fields };
  expect(await code(undo)).toBe('00');
  expect(await stateOf(original)).toEqual(['reversed', 0]);
  expect(await code(reversalAdvice(more, '900003'))).toBe('00');
  expect(await stateOf(original)).toEqual(['reversed', 0]);
  expect(await code(increment(original))).toBe('12');
});

test('the original taken back while an increment is asked: nothing may be presented', async () => {
  const original = await authorized();
  const more = increment(original);
  let goOn = () => {};
  const reversed = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  world.issuer.behave(async (message) => {
    if (message.mti === '0100') await reversed;
    return approves(message);
  });
  const answer = world.acquirer.ask(more);
  await until(() => world.issuer.of('0100').length === 2, 'the increment at the issuer');
  await world.acquirer.ask(reversalAdvice(original, '900004'));
  goOn();
  await answer;
  await acknowledged();
  expect(await stateOf(original)).toEqual(['reversed', 0]);
});

test('a part of a raised authorization is kept', async () => {
  const original = await authorized();
  await code(increment(original));
  const { fields } = reversalAdvice(original, '900005');
  const kept: Message = {
    mti: '0400',
    fields: { ...fields, 95: encodeReplacementAmount(12_000n) },
  };
  expect(await code(kept)).toBe('00');
  expect(await stateOf(original)).toEqual(['approved', 12_000]);
});
