// The addenda of an international entry: 10 to 16 once each and in order, up to two 17, up to five 18,
// and at last a 98 or 99 if the entry comes back.

import { type AddendaKind, isChange, isReturn } from './addenda.ts';
import type { Fault } from './check-entry.ts';
import type { Entry } from './file.ts';

const mandatory: readonly AddendaKind[] = [
  'iatTransaction',
  'iatOriginator',
  'iatOriginatorPlace',
  'iatOriginatingDfi',
  'iatReceivingDfi',
  'iatReceiver',
  'iatReceiverPlace',
];

/** How many of each may follow, in this order. */
const optional = [
  { is: (kind: AddendaKind) => kind === 'iatRemittance', most: 2 },
  { is: (kind: AddendaKind) => kind === 'iatCorrespondent', most: 5 },
  { is: (kind: AddendaKind) => isReturn(kind) || isChange(kind), most: 1 },
];

export function internationalFault({ addenda }: Entry): Fault | undefined {
  const kinds = addenda.map(({ kind }) => kind);
  const missing = mandatory.findIndex((kind, index) => kinds[index] !== kind);
  if (missing >= 0) {
    const line = Math.min(missing + 1, kinds.length);
    return faultAt(line, `${10 + missing}`, kinds[missing] ?? 'no more addenda');
  }
  let at = mandatory.length;
  for (const { is, most } of optional) {
    for (let taken = 0; taken < most && is(kinds[at] ?? 'terminal'); taken += 1) at += 1;
  }
  const left = kinds[at];
  return left && faultAt(at + 1, 'up to two 17, then five 18, then one 98 or 99', left);
}

function faultAt(line: number, expected: string, found: string): Fault {
  return { line, columns: [2, 3], field: 'addenda type', expected, found };
}
