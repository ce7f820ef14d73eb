// The index itself: what is found, by which way, and never another merchant's.

import { randomBytes } from 'node:crypto';
import { type TestDatabase, testDatabase, type Unit, unit } from '@kassa/database';
import { unwrap } from '@kassa/result';
import { Secret } from '@kassa/secret';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccountId } from '../ids.ts';
import { migrations } from '../migrations.ts';
import { conditionOf } from './condition.ts';
import { type FieldsOf, metadataField, quoted, type SearchKind } from './fields.ts';
import { parseQuery } from './parse-query.ts';
import { search } from './search.ts';
import {
  forgetDocument,
  type Indexed,
  indexDocument,
  placesStatement,
  withoutScans,
} from './store.ts';

const pageKey = new Secret(randomBytes(32));
let opened: TestDatabase;
beforeAll(async () => {
  opened = await testDatabase(migrations);
});
afterAll(() => opened.close());

type Asking = { readonly accountId?: AccountId; readonly limit?: number; readonly page?: string };

async function ask(kind: SearchKind, query: string, asking: Asking = {}) {
  const { accountId = 'acct_diva', limit = 100, page = null } = asking;
  const asked = { accountId, kind, query, limit, page, isCounted: true };
  return search({ db: opened.db, pageKey }, asked);
}

async function idsOf(kind: SearchKind, query: string, asking: Asking = {}) {
  return unwrap(await ask(kind, query, asking)).ids.toSorted();
}

async function commit(...units: readonly Unit[]) {
  unwrap(await opened.db.commit(unit(...units)));
}

function customer(id: string, fields: Partial<FieldsOf<'customer'>> = {}, createdAtMs = 1_000) {
  const whole = { email: null, name: null, phone: null, metadata: {}, ...fields };
  return indexDocument({
    accountId: 'acct_diva',
    kind: 'customer',
    id,
    createdAtMs,
    fields: whole,
  });
}

const intent = (
  id: string,
  fields: Partial<FieldsOf<'payment_intent'>> = {},
  createdAtMs = 1_000,
) =>
  indexDocument({
    accountId: 'acct_diva',
    kind: 'payment_intent',
    id,
    createdAtMs,
    fields: {
      amount: 1_000n,
      currency: 'bam',
      customer: null,
      status: 'succeeded',
      metadata: {},
      ...fields,
    },
  });

describe('customers', () => {
  beforeAll(() =>
    commit(
      customer('cus_amy', {
        email: 'Amy@RocketRides.io',
        name: 'Amy Two Three',
        phone: '+38761000111',
        metadata: { 'donation-id': 'ASDF-jkl', 'a="b"]': 'odd' },
      }),
      customer('cus_ida', { email: 'ida@fjord.no', name: 'one two three four' }, 2_000_500),
      customer('cus_igor', { email: 'xamy@fjord.no', name: 'Three, two: one' }, 3_000_000),
      customer('cus_none', { metadata: { 'donation-id': '' } }, 4_000_000),
      customer('cus_sea', { name: 'The "Sky and the Sea." ŠĐČ 海' }, 5_000_000),
    ),
  );

  test.each([
    ['email:"amy@rocketrides.io"', ['cus_amy']],
    ['email:"AMY@ROCKETRIDES.IO"', ['cus_amy']],
    ['email:"amy"', []],
    ['email~"amy"', ['cus_amy', 'cus_igor']],
    ['email~"FJORD"', ['cus_ida', 'cus_igor']],
    ['email~"amy@rocketrides.io"', ['cus_amy']],
    ['email~"dro"', []],
    ['phone:"+38761000111"', ['cus_amy']],
    ['phone:38761000111', []],
    ['phone~"61000"', ['cus_amy']],
    ['name:"two three"', ['cus_amy', 'cus_ida']],
    ['name:"one two three"', ['cus_ida']],
    ['name:"three two"', ['cus_igor']],
    ['name:"one three"', []],
    ['name:"two"', ['cus_amy', 'cus_ida', 'cus_igor']],
    ['name~"o four"', []],
    ['name~"wo thr"', ['cus_amy', 'cus_ida']],
    // All the threes of it are there, but not in one row.
    ['name~"two two"', []],
    ['name:"sky and the sea"', ['cus_sea']],
    ['name:"šđč"', ['cus_sea']],
    ['name~"šđč 海"', ['cus_sea']],
    ['name:" "', []],
    ['name:"!?"', []],
    ['name:null', ['cus_none']],
    ['-name:null', ['cus_amy', 'cus_ida', 'cus_igor', 'cus_sea']],
    ['-name:"two"', ['cus_none', 'cus_sea']],
    ['-email~"fjord"', ['cus_amy', 'cus_none', 'cus_sea']],
    ['metadata["donation-id"]:"asdf-JKL"', ['cus_amy']],
    ['metadata["donation-id"]:"asdf"', []],
    ['metadata["donation-id"]:""', ['cus_none']],
    ['metadata["Donation-Id"]:"asdf-jkl"', []],
    [String.raw`metadata["a=\"b\"]"]:"odd"`, ['cus_amy']],
    ['-metadata["donation-id"]:null', ['cus_amy', 'cus_none']],
    ['metadata["donation-id"]:null', ['cus_ida', 'cus_igor', 'cus_sea']],
    ['-metadata["donation-id"]:"asdf-jkl"', ['cus_ida', 'cus_igor', 'cus_none', 'cus_sea']],
    ['created>2000', ['cus_igor', 'cus_none', 'cus_sea']],
    ['created>=2000', ['cus_ida', 'cus_igor', 'cus_none', 'cus_sea']],
    ['created:2000', ['cus_ida']],
    ['-created:2000', ['cus_amy', 'cus_igor', 'cus_none', 'cus_sea']],
    ['created<=2000', ['cus_amy', 'cus_ida']],
    ['created<2000', ['cus_amy']],
    ['-created<2000', ['cus_ida', 'cus_igor', 'cus_none', 'cus_sea']],
    ['created:null', []],
    ['-created:null', ['cus_amy', 'cus_ida', 'cus_igor', 'cus_none', 'cus_sea']],
    ['created>1 created<3000', ['cus_ida']],
    ['name:"two" AND email~"fjord" AND -name:"four"', ['cus_igor']],
    ['name:"amy" OR created>=5000', ['cus_amy', 'cus_sea']],
    ['-name:"two" OR email:"ida@fjord.no"', ['cus_ida', 'cus_none', 'cus_sea']],
  ] as const)('%s', async (query, ids) => {
    expect(await idsOf('customer', query)).toEqual(ids);
  });

  test('whatever can be read can be asked', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const clause = fc.oneof(
      fc.tuple(fc.constantFrom('name', '-name', 'email', 'phone'), fc.constantFrom(':', '~'), text),
      fc.tuple(text.map(metadataField), fc.constant(':'), text),
      fc.tuple(fc.constant('created'), fc.constantFrom(':', '<', '>='), fc.bigInt().map(String)),
    );
    const clauses = fc.array(clause, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(clauses, fc.constantFrom(' ', ' OR '), async (parts, joiner) => {
        const query = parts.map(([field, operator, value]) => field + operator + quoted(value));
        const found = await ask('customer', query.join(joiner));
        if (found.ok) expect(found.value.ids.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 300 },
    );
  });

  test('come newest first, a page at a time, and the pages stay while others are made', async () => {
    const first = unwrap(await ask('customer', 'created>0', { limit: 2 }));
    expect(first).toMatchObject({ ids: ['cus_sea', 'cus_none'], totalCount: 5 });
    await commit(customer('cus_new', {}, 9_000_000));
    const page = first.nextPage ?? '';
    const second = unwrap(await ask('customer', 'created>0', { limit: 2, page }));
    expect(second.ids).toEqual(['cus_igor', 'cus_ida']);
    const last = { limit: 2, page: second.nextPage ?? '' };
    expect(unwrap(await ask('customer', 'created>0', last))).toMatchObject({
      ids: ['cus_amy'],
      nextPage: null,
    });
    await commit(forgetDocument(named('customer', 'cus_new', 9_000_000)));
  });

  test('a page holds for its query and its merchant only', async () => {
    const { nextPage } = unwrap(await ask('customer', 'created>0', { limit: 2 }));
    const page = nextPage ?? '';
    // The same query in other words is the same query.
    expect((await ask('customer', '  created > "0"', { page })).ok).toBe(true);
    for (const refused of [
      await ask('customer', 'created>1', { page }),
      await ask('charge', 'created>0', { page }),
      await ask('customer', 'created>0', { page, accountId: 'acct_nordlys' }),
      await ask('customer', 'created>0', { page: `${page}x` }),
      await ask('customer', 'created>0', { page: '' }),
      await ask('customer', 'created>0', { page: 'WzEsMl0.' }),
    ]) {
      expect(refused).toEqual({ ok: false, error: { code: 'page_wrong' } });
    }
  });
});

const named = (kind: SearchKind, id: string, createdAtMs = 1_000): Indexed => ({
  accountId: 'acct_diva',
  kind,
  id,
  createdAtMs,
});

describe('a document', () => {
  test('is changed with its object, and gone with it', async () => {
    await commit(intent('pi_x', { status: 'processing', metadata: { order: 'X-1' } }));
    expect(await idsOf('payment_intent', 'status:"processing"')).toEqual(['pi_x']);
    await commit(intent('pi_x', { status: 'succeeded', amount: 77n, metadata: { order: 'X-2' } }));
    expect(await idsOf('payment_intent', 'status:"processing"')).toEqual([]);
    expect(await idsOf('payment_intent', 'metadata["order"]:"x-1"')).toEqual([]);
    expect(await idsOf('payment_intent', 'metadata["order"]:"x-2" amount:77')).toEqual(['pi_x']);
    await commit(forgetDocument(named('payment_intent', 'pi_x')));
    expect(await idsOf('payment_intent', 'amount:77')).toEqual([]);
  });

  test('that a unit writes twice stands as written last', async () => {
    await commit(customer('cus_two', { name: 'early' }), customer('cus_two', { name: 'late' }));
    expect(await idsOf('customer', 'name:"late"')).toEqual(['cus_two']);
    await commit(forgetDocument(named('customer', 'cus_two')));
  });

  test('is in no commit that is refused', async () => {
    const guard = { as: 'never', table: 'merchant', where: { account_id: 'acct_x' }, exists: true };
    const refused = await opened.db.commit(unit(customer('cus_not', {}), { guards: [guard] }));
    expect(refused.ok).toBe(false);
    expect(await idsOf('customer', 'name:null')).not.toContain('cus_not');
  });
});

describe('among twenty thousand documents of one merchant and some of another', () => {
  const explain = async (kind: SearchKind, query: string, isCold = false): Promise<string> => {
    const { joined, clauses } = unwrap(parseQuery(kind, query));
    const conditions = clauses.map(conditionOf);
    const accountId = isCold ? 'acct_nordlys' : 'acct_diva';
    const wanted = { accountId, kind, joined, conditions, limit: 11, after: null } as const;
    const { text, values } = placesStatement(wanted);
    return withoutScans(opened.db, async (tx) => {
      const lines = await tx.query({ text: `explain ${text}`, values }, (row) =>
        String(row['QUERY PLAN']),
      );
      return lines.join('\n');
    });
  };

  beforeAll(async () => {
    const statuses = ['succeeded', 'succeeded', 'succeeded', 'canceled', 'processing'];
    for (let from = 0; from < 20_000; from += 1_000) {
      await commit(
        ...Array.from({ length: 1_000 }, (_, at) => {
          const n = from + at;
          const order = { order: `order-${n}` };
          const status = statuses[n % statuses.length] ?? '';
          if (n % 4 === 0) {
            const fields = { email: `buyer${n}@mail${n % 50}.example`, name: `Buyer ${n} Hana` };
            return customer(`cus_${n}`, { ...fields, metadata: order }, 10_000_000 + n);
          }
          const amount = BigInt(n);
          return intent(`pi_${n}`, { amount, status, metadata: order }, 10_000_000 + n);
        }),
      );
    }
    for (let n = 0; n < 100; n++) {
      const { fields } = {
        fields: { email: 'buyer8@mail8.example', name: 'Buyer 8 Hana', phone: null },
      };
      await commit(
        indexDocument({
          ...named('customer', `cus_nordlys_${n}`, 10_000_000 + n),
          accountId: 'acct_nordlys',
          kind: 'customer',
          fields: { ...fields, metadata: { order: 'order-8' } },
        }),
      );
    }
    await opened.db.exec('vacuum analyze search_document');
  }, 120_000);

  test.each([
    ['payment_intent', 'metadata["order"]:"order-77"', 'search_document_terms'],
    ['payment_intent', 'status:"succeeded" metadata["order"]:"order-77"', 'search_document_terms'],
    [
      'payment_intent',
      'metadata["order"]:"order-7" OR metadata["order"]:"order-9"',
      'search_document_terms',
    ],
    ['payment_intent', 'metadata["order"]:"order-7" OR amount:77', 'search_document_terms'],
    ['payment_intent', 'status:"succeeded"', 'search_document_'],
    ['payment_intent', '-status:"succeeded"', 'search_document_'],
    ['payment_intent', '-metadata["order"]:null', 'search_document_'],
    ['payment_intent', 'metadata["nothing"]:"there"', 'search_document_terms'],
    ['payment_intent', 'customer:null', 'search_document_'],
    ['payment_intent', '-customer:null', 'search_document_'],
    ['payment_intent', 'amount:77', 'search_document_amount'],
    ['payment_intent', 'amount>19990', 'search_document_amount'],
    ['payment_intent', '-amount<19990', 'search_document_amount'],
    ['payment_intent', 'amount<100 OR amount>19990', 'search_document_amount'],
    ['payment_intent', 'amount>99999999', 'search_document_amount'],
    ['payment_intent', '-amount:77', 'search_document_'],
    ['payment_intent', 'created>10019', 'search_document_pk'],
    ['payment_intent', 'created<10000', 'search_document_pk'],
    ['customer', 'email:"buyer8@mail8.example"', 'search_document_terms'],
    ['customer', 'email~"buyer8@"', 'search_document_terms'],
    ['customer', 'name:"buyer 8 hana"', 'search_document_terms'],
    ['customer', 'name~"uyer 19996 h"', 'search_document_terms'],
    ['customer', '-name~"hana"', 'search_document_'],
    ['payment_intent', 'metadata["order"]:null', 'search_document_'],
    ['payment_intent', '-currency:"bam"', 'search_document_'],
    ['payment_intent', '-currency:"bam" OR customer:"cus_1"', 'search_document_'],
    ['payment_intent', '-currency:"bam" -status:"succeeded"', 'search_document_'],
    ['customer', '-email:"buyer8@mail8.example"', 'search_document_'],
  ] as const)('%s, %s: no table is read through', async (kind, query, index) => {
    for (const isCold of [false, true]) {
      const plan = await explain(kind, query, isCold);
      expect(plan).not.toContain('Seq Scan');
      if (!isCold) expect(plan).toContain(index);
    }
  });

  test('nobody finds what is another merchant’s', async () => {
    const own = await idsOf('customer', 'email:"buyer8@mail8.example"');
    expect(own).toEqual(['cus_8']);
    const nordlys = { accountId: 'acct_nordlys' } as const;
    const others = await idsOf('customer', 'name~"hana"', nordlys);
    expect(others).toHaveLength(100);
    expect(others.every((id) => id.startsWith('cus_nordlys'))).toBe(true);
    expect(await idsOf('customer', 'email~"buyer12"', nordlys)).toEqual([]);
    expect(await idsOf('payment_intent', 'amount>0', nordlys)).toEqual([]);
    expect(await idsOf('payment_intent', '-status:"nothing"', nordlys)).toEqual([]);
  });

  test('the count ends at ten thousand', async () => {
    const { totalCount } = unwrap(await ask('payment_intent', 'amount>=0', { limit: 1 }));
    expect(totalCount).toBe(10_000);
    const some = unwrap(await ask('payment_intent', 'amount<100', { limit: 1 }));
    expect(some.totalCount).toBe(75);
  });
});
