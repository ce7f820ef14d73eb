// The proof of the whole world: each party's own book, then all of them against one another. Needs
// the databases only, so it works while the world runs, and while it is stopped.

import {
  type ApprovalRow,
  type Comparison,
  comparePositions,
  type Position,
  type ProofReport,
  printProof,
} from '@kassa/control';
import { column, type Database, openDatabase } from '@kassa/database';
import type { Log } from '@kassa/log';
import { merchants } from '../cast/cast.ts';
import { schemaOf } from '../places.ts';
import type { PartyPlan } from '../start/party-plan.ts';
import { plans } from '../start/plans.ts';
import { compareApprovals, printApprovals } from './compare-approvals.ts';

export type WorldProof = {
  readonly ok: boolean;
  readonly text: string;
  /** What the parties say of one another. */
  readonly comparison: Comparison;
};

/** While payments are under way, what one party has sent another may not have booked yet. */
const triesMax = 10;
const pauseMs = 300;

export async function proveWorld(databaseUrl: string, log: Log): Promise<WorldProof> {
  for (let tries = 1; ; tries++) {
    const proof = await proveOnce(databaseUrl, log);
    if (proof.ok || proof.isFinal || tries === triesMax) return proof;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function proveOnce(databaseUrl: string, log: Log) {
  const asked = await Promise.all(plans.map((plan) => provePlan(plan, databaseUrl, log)));
  const reports = asked.flatMap((one) => (one.report === undefined ? [] : [one.report]));
  if (reports.length === 0) {
    const text = 'There is nothing to prove: no world has run here.';
    return { ok: false, isFinal: true, text, comparison: comparePositions({}) };
  }
  const comparison = comparePositions(
    Object.fromEntries(asked.map(({ name, positions }) => [name, positions])),
  );
  const printed = printProof(reports, comparison);
  const approvals = compareApprovals({
    issuer: approvalsOf(asked, 'issuer-'),
    acquirer: approvalsOf(asked, 'acquirer-'),
    gateway: approvalsOf(asked, 'gateway'),
  });
  // Without one of the three there is nothing to compare.
  const isWhole = sidesOf.every((side) =>
    asked.some(({ name, report }) => name.startsWith(side) && report !== undefined),
  );
  const ok = printed.ok && (!isWhole || approvals.differences.length === 0);
  const text = isWhole ? `${printed.text}\n${printApprovals(approvals)}` : printed.text;
  const absent = asked.filter(({ report }) => report === undefined).map(({ name }) => name);
  const note = absent.length === 0 ? '' : `\nNever started here: ${absent.join(', ')}`;
  const verdict = ok
    ? 'All books balance, and the parties agree with one another.'
    : 'NOT PROVEN: see the lines above that do not balance or disagree.';
  return { ok, isFinal: false, text: `${text}\n${note}\n${verdict}`, comparison };
}

const sidesOf = ['issuer-', 'acquirer-', 'gateway'] as const;

function approvalsOf(asked: readonly Asked[], side: (typeof sidesOf)[number]) {
  return asked.filter(({ name }) => name.startsWith(side)).flatMap((one) => one.approvals);
}

/** Of so long, and so many at most: what is older was proved when it was young. */
const comparedMs = 45 * 86_400_000;
const comparedMax = 200_000;

type Asked = {
  readonly name: string;
  /** Absent: this party has no schema here. */
  readonly report: ProofReport | undefined;
  readonly positions: Position[];
  readonly approvals: ApprovalRow[];
};

async function provePlan(plan: PartyPlan, url: string, log: Log): Promise<Asked> {
  const schema = schemaOf[plan.name];
  const db = openDatabase({ url, schema, log, name: 'prove', poolMax: 1 });
  try {
    const { name } = plan;
    if (!(await hasSchema(db))) return { name, report: undefined, positions: [], approvals: [] };
    const book = await plan.book();
    const report = await book.prove(db);
    const positions = (await book.positions(db)).map((one) => ({
      ...one,
      with: partyOf(one.with),
    }));
    const window = { sinceMs: Date.now() - comparedMs, limit: comparedMax };
    const approvals = (await book.approvals?.(db, window)) ?? [];
    return { name, report, positions, approvals };
  } finally {
    await db.close();
  }
}

/** The gateway knows a merchant by the account; here it has a name and a program. */
function partyOf(name: string): string {
  const merchant = merchants.find(({ accountId }) => accountId === name);
  return merchant?.slug === undefined ? name : `shop-${merchant.slug}`;
}

async function hasSchema(db: Database): Promise<boolean> {
  const found = await db.one(
    {
      text: "select to_regclass(format('%I.kassa_migration', $1::text)) is not null as there",
      values: [db.schema],
    },
    (row) => column.bool(row, 'there'),
  );
  return found ?? false;
}
