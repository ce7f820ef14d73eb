// Bugs that a payment core could have, planted by wrapping what it stands on: a test of the test.

import type { Attempt, Executor, Row, Unit, Value } from '@kassa/database';
import type { Connector } from '../connectors/connector.ts';
import type { Spoil } from './gateway-process.ts';

function unjudged(given: Unit): Unit {
  return {
    ...given,
    updates: given.updates?.map(({ expect: _, ...update }) => update) ?? [],
    // Of two writers the later one keeps its events as well, under numbers of their own.
    inserts: (given.inserts ?? []).map((insert) =>
      insert.table === 'payment_event' ? { ...insert, onConflict: 'nothing' as const } : insert,
    ),
  };
}

const sound: Spoil = {
  connector: (real) => real,
  unit: (given) => given,
  executor: (real) => real,
};

export const planted = {
  'a time-out is taken for not attempted': withConnector((connector) => ({
    ...connector,
    authorize: async (request) => {
      const end = await connector.authorize(request);
      return end.kind === 'unknown' ? { ...end, kind: 'not_attempted' } : end;
    },
  })),
  'a lost answer to a reversal is taken for an acknowledgement': withConnector((connector) => ({
    ...connector,
    tell: async (advice) => {
      const end = await connector.tell(advice);
      const isLost = advice.kind === 'reversal' && end.kind === 'unknown';
      return isLost ? { kind: 'acknowledged' } : end;
    },
  })),
  'what is under way is taken for what never arrived': withConnector((connector) => ({
    ...connector,
    inquire: async (request) => {
      const end = await connector.inquire(request);
      return end.kind === 'under_way' ? { kind: 'never_arrived' } : end;
    },
  })),
  'an advice is told again under a new name': withConnector((connector) => {
    let count = 0;
    return {
      ...connector,
      tell: (advice) => {
        count += 1;
        const stan = `9${String(count).padStart(5, '0')}`;
        return connector.tell(
          advice.isRepeat ? { ...advice, wire: { ...advice.wire, stan } } : advice,
        );
      },
    };
  }),
  'advices are missing from the commit': withCommit((given) => ({
    ...given,
    inserts: given.inserts?.filter(({ table }) => table !== 'advice') ?? [],
  })),
  'the versions of updates are not looked at': withCommit(unjudged),
  'what a dead process left open is taken for refused': withCommit((given) => {
    const inserts = given.inserts ?? [];
    const events = inserts.find(({ table }) => table === 'payment_event')?.rows ?? [];
    const isLeft = events.some(({ type, data }) => type === 'outcome_unknown' && saysLeft(data));
    if (!isLeft) return given;
    const instead: Readonly<Record<string, Row>> = {
      payment_attempt: { state: 'refused' },
      payment_intent: { status: 'requires_payment_method' },
    };
    return {
      ...given,
      updates: (given.updates ?? []).map((update) => ({
        ...update,
        set: { ...update.set, ...instead[update.table] },
      })),
      inserts: inserts.filter(({ table }) => table !== 'advice'),
    };
  }),
  'a unit of a batch is lost': withExecute(
    (execute) => (batch) => execute(batch.length > 1 ? batch.slice(1) : batch),
  ),
  'two units of a batch get the answers of each other': withExecute((execute) => {
    const neighbours = new Map<Prepared, Prepared>();
    return async (batch) => {
      const [first, second] = batch;
      if (first !== undefined && second === undefined) {
        return execute([neighbours.get(first) ?? first]);
      }
      const attempt = await execute(batch);
      const isPair = first !== undefined && second !== undefined && batch.length === 2;
      if (attempt.as === 'refused' && isPair) {
        neighbours.set(first, second).set(second, first);
      }
      return attempt;
    };
  }),
  'what units expect is not looked at when they go together': withExecute((execute) => (batch) => {
    const isAlone = batch.length === 1;
    return execute(isAlone ? batch : batch.map((one) => ({ ...one, unit: unjudged(one.unit) })));
  }),
} satisfies Readonly<Record<string, Spoil>>;

const saysLeft = (data: Value | undefined): boolean =>
  typeof data === 'object' && data !== null && 'why' in data && data['why'] === 'left_open';

type Prepared = Parameters<Executor['execute']>[0][number];
type Execute = (batch: readonly Prepared[]) => Promise<Attempt>;

function withConnector(connector: (real: Connector) => Connector): Spoil {
  return { ...sound, connector };
}

/** Of the committer: each process has its own. */
function withExecute(execute: (real: Execute) => Execute): Spoil {
  return { ...sound, executor: (real) => ({ ...real, execute: execute(real.execute) }) };
}

function withCommit(unit: (given: Unit) => Unit): Spoil {
  return { ...sound, unit };
}
