// Who is meant by the numbers and codes that accounts of members bear.

import { crvena, fjord, type Institution, mozaik, plava, zelena } from '../cast/banks.ts';

type Member = { readonly role: 'acquirer' | 'issuer' | 'network'; readonly bank: Institution };

const members: readonly Member[] = [
  { role: 'acquirer', bank: zelena },
  { role: 'acquirer', bank: crvena },
  { role: 'issuer', bank: plava },
  { role: 'issuer', bank: fjord },
  { role: 'network', bank: mozaik },
];

const namesOf = ({ bank }: Member): string[] => [bank.institutionId, bank.clearingCode, bank.name];

/** All that members are called by. */
export const memberNames = members.flatMap(namesOf);

const memberOf = (path: string): Member | undefined => {
  const [, name = ''] = /^member:(\w+):/.exec(path) ?? [];
  return members.find((member) => namesOf(member).includes(name));
};

/** `member:{issuer}:clearing`; undefined for an account of something else. */
export function pathInRoles(path: string): string | undefined {
  const member = memberOf(path);
  return member && path.replace(/^member:\w+:/, `member:{${member.role}}:`);
}

export const bankOf = (path: string): string | undefined => memberOf(path)?.bank.name;
