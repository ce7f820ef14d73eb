// The desk of the bench's bank: one report on as many captures as it is told, page by page, in the
// form that the gateway reads. Their references are those that multiply.ts has written.

import { midOf } from './gateway-settings.ts';

const pageOf = 500;
const grossMinor = 1_250;
const feeMinor = 38;
const netMinor = grossMinor - feeMinor;
const reportId = 'report-1';

/** What it answers at this address; undefined: there is nothing. */
export function openDesk(captures: number): (address: string) => unknown {
  const summary = {
    ...{ id: reportId, status: 'paid', currency: 'BAM', valueOn: '2026-11-24' },
    ...{ amountMinor: String(captures * netMinor), createdAtMs: 1_790_000_000_000 },
  };
  return (address) => {
    const { pathname, searchParams } = new URL(address, 'http://bank');
    const [, , mid, what, id] = pathname.split('/');
    if (what !== 'settlements') return undefined;
    const isTold = captures > 0 && mid === midOf(0);
    if (id === undefined) return { settlements: isTold ? [summary] : [], hasMore: false };
    if (!isTold || id !== reportId) return undefined;
    const from = Number(searchParams.get('after') ?? 0) + 1;
    const to = Math.min(captures, from + pageOf - 1);
    const items = Array.from({ length: to - from + 1 }, (_, at) => itemOf(from + at));
    return { ...summary, items, next: to < captures ? String(to) : null };
  };
}

const itemOf = (number: number) => ({
  id: `item-${number}`,
  kind: 'capture',
  rrn: String(number).padStart(12, '0'),
  currency: 'BAM',
  grossMinor: String(grossMinor),
  feeMinor: String(feeMinor),
  netMinor: String(netMinor),
});
