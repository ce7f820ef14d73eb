// The connector to an ISO 8583 acquirer, against the small acquirer of the tests.

import {
  additionalDataTags,
  decodeAdditionalData,
  decodeClearingSequence,
  type Message as IsoMessage,
  isLastClearing,
} from '@kassa/iso8583';
import { Secret } from '@kassa/secret';
import { knownCard } from '../../testing/known-cards.ts';
import {
  type Behaviour,
  startTestAcquirer,
  type TestAcquirer,
} from '../../testing/test-acquirer.ts';
import { until } from '../../testing/test-gateway.ts';
import { connectIso8583 } from '../iso8583/connect-iso8583.ts';
import type { Grounds } from './grounds.ts';
import type { Disturbance, Effect, Subject } from './subject.ts';

const stepUp = '4000000000003220';
const slow = '4000000700000005';

const behaviours: Readonly<Record<Disturbance, Behaviour>> = {
  'request lost': { do: 'lost' },
  'answer lost': { do: 'unanswered' },
};

export async function iso8583Subject({ means, merchant, late }: Grounds): Promise<Subject> {
  const acquirer = await startTestAcquirer();
  const disturbed = new Map<string, Disturbance>();
  const normally = ({ mti, fields }: IsoMessage): Behaviour => {
    if (mti !== '0100') return { do: 'approve' };
    if (fields[2] === slow) return { do: 'late' };
    const code = fields[2] === stepUp ? '1A' : knownCard(fields[2])?.refusal;
    return code === undefined ? { do: 'approve' } : { do: 'decline', code };
  };
  const behave = (message: IsoMessage): Behaviour => {
    const stan = message.fields[11] ?? '';
    const how = disturbed.get(stan);
    disturbed.delete(stan);
    if (how === undefined) return normally(message);
    const usual = normally(message);
    const isRefusalLost = how === 'answer lost' && usual.do === 'decline';
    return isRefusalLost ? { ...usual, isUnanswered: true } : behaviours[how];
  };
  acquirer.onAuthorization(behave);
  acquirer.onAdvice(behave);
  const connector = connectIso8583(
    {
      name: 'zelena',
      host: '127.0.0.1',
      port: acquirer.port,
      signOnKey: new Secret('key'),
      institution: { id: '10070', countryCode: '070' },
      timeoutMs: 3_000,
      inquiryTimeoutMs: 3_000,
    },
    { ...means, onLateApproval: (one) => void late.push(one) },
  );
  await until(connector.isConnected, 'the line is up');
  return {
    name: 'iso8583',
    ...{ connector, merchant, late },
    cards: {
      good: '4242424242424242',
      hard: '4000000000000069',
      soft: '4000000000009995',
      technical: '4000000000000119',
      fraud: '4000000000009979',
      step_up: stepUp,
      wrong_cvc: '4000000000000127',
      slow,
    },
    // An acquirer knows a message by its STAN.
    disturb: ({ wire }, how) => void disturbed.set(wire.stan, how),
    async letGo({ rrn }) {
      acquirer.answerLate();
      await until(() => late.some((one) => one.rrn === rrn), 'the late approval has come');
    },
    settle: async () => {},
    effect: async ({ rrn }) => effectAt(acquirer, rrn),
    shut: () => acquirer.close(),
    exceptions: {},
    async [Symbol.asyncDispose]() {
      await connector.close();
      await acquirer.close();
    },
  };
}

/** This acquirer keeps a hold as it was when it is captured: what a capture leaves of it is read here. */
function effectAt(acquirer: TestAcquirer, rrn: string): Effect {
  const captures = new Map(
    acquirer
      .of('0220')
      .concat(acquirer.of('0221'))
      .filter(({ fields }) => fields[37] === rrn && fields[3] === '000000')
      .map((message) => [message.fields[11], message]),
  );
  const captured = [...captures.values()].reduce((sum, { fields }) => {
    return sum + BigInt(fields[4] ?? '0');
  }, 0n);
  const isOver = [...captures.values()].some(isLast);
  const held = (acquirer.held.get(rrn) ?? 0n) - captured;
  return { held: isOver || held < 0n ? 0n : held, taken: acquirer.taken.get(rrn) ?? 0n };
}

function isLast({ fields }: IsoMessage): boolean {
  const data = decodeAdditionalData(fields[48] ?? '');
  const sequence = data.ok ? data.value[additionalDataTags.clearingSequence] : undefined;
  const decoded = sequence === undefined ? undefined : decodeClearingSequence(sequence);
  return decoded === undefined || isLastClearing(decoded);
}
