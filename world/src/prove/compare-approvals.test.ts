import type { ApprovalRow } from '@kassa/control';
import { expect, test } from 'vitest';
import { compareApprovals, printApprovals } from './compare-approvals.ts';

const row = (change: Partial<ApprovalRow> = {}): ApprovalRow => ({
  ...{ rrn: '633011000001', currency: 'BAM', minor: 10_000n, atMs: 1 },
  ...{ isApproved: true, isUntouched: true, isUnderWay: false },
  ...change,
});
const captured = row({ isUntouched: false });
const telling = row({ isUnderWay: true });

test.each([
  ['all three hold it', [row()], [row()], [row()], []],
  ['captured, cleared', [captured], [captured], [captured], []],
  ['bought before this world began', [captured], [], [], []],
  ['its capture is being told', [row()], [row()], [telling], []],
  ['held by the issuer alone', [row()], [], [], ['held_at_issuer_not_at_acquirer']],
  ['reversed at the acquirer, and on its way', [row()], [telling], [], []],
  ['not held by the issuer', [], [row()], [row()], ['approved_at_acquirer_not_at_issuer']],
  ['not taken by the gateway', [row()], [row()], [], ['approved_at_acquirer_not_at_gateway']],
  ['believed by the gateway alone', [], [], [row()], ['approved_at_gateway_not_at_acquirer']],
  ['held for more', [row({ minor: 10_001n })], [row()], [row()], ['amount_differs']],
] as const)('%s', (_what, issuer, acquirer, gateway, names) => {
  const found = compareApprovals({ issuer, acquirer, gateway });
  expect(found.differences.map(({ name }) => name)).toEqual(names);
  expect(printApprovals(found)).toContain(`${names.length} differ`);
});
