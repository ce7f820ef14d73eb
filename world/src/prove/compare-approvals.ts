// What issuers hold, what acquirers have approved less what they have reversed, and what the gateway
// takes as approved: the same list, authorization by authorization, or a difference with a name.

import type { ApprovalRow } from '@kassa/control';

export type Sides = {
  readonly issuer: readonly ApprovalRow[];
  readonly acquirer: readonly ApprovalRow[];
  readonly gateway: readonly ApprovalRow[];
};

export type ApprovalDifference = {
  readonly name: ApprovalDifferenceName;
  readonly rrn: string;
  readonly detail: string;
};

export type ApprovalDifferenceName =
  | 'held_at_issuer_not_at_acquirer'
  | 'approved_at_acquirer_not_at_issuer'
  | 'approved_at_acquirer_not_at_gateway'
  | 'approved_at_gateway_not_at_acquirer'
  | 'amount_differs';

export type ApprovalComparison = {
  readonly differences: readonly ApprovalDifference[];
  /** On how many all three agree. */
  readonly agreed: number;
  /** About how many somebody is still being told, or does not know yet. */
  readonly underWay: number;
};

export function compareApprovals(sides: Sides): ApprovalComparison {
  const issuer = byRrn(sides.issuer);
  const acquirer = byRrn(sides.acquirer);
  const gateway = byRrn(sides.gateway);
  const differences: ApprovalDifference[] = [];
  let agreed = 0;
  let underWay = 0;
  for (const rrn of new Set([...issuer.keys(), ...acquirer.keys(), ...gateway.keys()])) {
    const seen = [issuer.get(rrn), acquirer.get(rrn), gateway.get(rrn)] as const;
    if (seen.some((row) => row?.isUnderWay)) {
      underWay += 1;
      continue;
    }
    const name = nameOf(...seen);
    if (name === undefined) agreed += 1;
    else differences.push({ name, rrn, detail: detailOf(...seen) });
  }
  return { differences, agreed, underWay };
}

type Row = ApprovalRow | undefined;

function nameOf(issuer: Row, acquirer: Row, gateway: Row): ApprovalDifferenceName | undefined {
  if (acquirer === undefined) {
    if (gateway !== undefined) return 'approved_at_gateway_not_at_acquirer';
    // What the issuer has settled without us was bought before this world began.
    return issuer?.isUntouched ? 'held_at_issuer_not_at_acquirer' : undefined;
  }
  if (issuer === undefined) return 'approved_at_acquirer_not_at_issuer';
  if (gateway === undefined) return 'approved_at_acquirer_not_at_gateway';
  const all = [issuer, acquirer, gateway];
  const isUntouched = all.every((row) => row.isUntouched);
  const isSame = all.every(
    ({ currency, minor }) => currency === acquirer.currency && minor === acquirer.minor,
  );
  return isUntouched && !isSame ? 'amount_differs' : undefined;
}

function detailOf(issuer: Row, acquirer: Row, gateway: Row): string {
  const said = (who: string, row: Row) =>
    `${who} ${row === undefined ? 'nothing' : `${row.currency} ${row.minor}`}`;
  return [said('issuer', issuer), said('acquirer', acquirer), said('gateway', gateway)].join(', ');
}

function byRrn(rows: readonly ApprovalRow[]): ReadonlyMap<string, ApprovalRow> {
  return new Map(rows.map((row) => [row.rrn, row]));
}

const shownMax = 50;

export function printApprovals({ differences, agreed, underWay }: ApprovalComparison): string {
  const head = `authorizations: ${agreed} agreed by issuer, acquirer and gateway, ${underWay} under way, ${differences.length} differ`;
  const lines = differences
    .slice(0, shownMax)
    .map(({ name, rrn, detail }) => `  ${name.padEnd(38)}${rrn}  ${detail}`);
  const rest = differences.length - shownMax;
  return [head, ...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}
