// Settings that contradict themselves are told at the start, not found at the first payment.

import type { CardRange, Member } from './member.ts';

/** Throws an Error that names every contradiction. */
export function checkMembers(directory: {
  readonly members: readonly Member[];
  readonly ranges: readonly CardRange[];
}): void {
  const { members, ranges } = directory;
  const faults = [
    ...twice(members.map(({ id }) => id.padStart(11, '0'))).map((id) => `two members are ${id}`),
    ...twice(members.map(({ clearingCode }) => clearingCode)).map(
      (code) => `two members have the clearing code ${code}`,
    ),
    ...twice(ranges.map(({ prefix }) => prefix)).map((prefix) => `two card ranges are ${prefix}`),
    ...ranges
      .filter(({ issuerId }) => !members.some(({ id, issuer }) => issuer && id === issuerId))
      .map(({ prefix, issuerId }) => `card range ${prefix}: ${issuerId} is no issuer`),
  ];
  if (faults.length > 0) throw new Error(`the network cannot start: ${faults.join('; ')}`);
}

function twice(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
}
