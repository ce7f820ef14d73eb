// What people want broken most often, each by one button.

import { type PartyName, partyNames } from '../places.ts';
import { titles } from '../start/announce.ts';

export type Preset = {
  readonly label: string;
  readonly text: string;
};

const named = (kind: string) => partyNames.filter((name) => name.startsWith(`${kind}-`));
const nameOf = (party: PartyName) => titles[party].split(',')[0] ?? party;

const ofAcquirers = named('acquirer').flatMap((party): Preset[] => {
  const link = `gateway-${party}`;
  const name = nameOf(party);
  return [
    { label: `${name} is down`, text: `${link} * refuse` },
    { label: `${name}: answers lost`, text: `${link} 0110 drop` },
    { label: `${name}: slow, 5 s`, text: `${link} 0110 delay ms=5000` },
    { label: `${name}: answers late, 12 s`, text: `${link} 0110 delay ms=12000` },
    { label: `${name}: every third lost`, text: `${link} * drop rate=0.34` },
  ];
});

export const presets: readonly Preset[] = [
  ...ofAcquirers,
  ...named('issuer').map((party): Preset => {
    return { label: `${nameOf(party)} is down`, text: `network-${party} * refuse` };
  }),
  { label: '3-D Secure hangs', text: 'gateway-ds * half-open' },
  { label: 'Webhooks lost', text: 'gateway-shop POST /webhooks/kassa drop' },
  { label: 'Webhooks come twice', text: 'gateway-shop POST /webhooks/kassa duplicate' },
  { label: 'The database is slow', text: 'gateway-database * delay ms=50' },
];

/** What the form offers as kinds, by what they are. */
export const kinds: readonly (readonly [kind: string, what: string])[] = [
  ['*', 'everything'],
  ['0100', '0100 authorization'],
  ['0110', '0110 its answer'],
  ['0220', '0220 capture, refund'],
  ['0230', '0230 its answer'],
  ['0400', '0400 void'],
  ['0410', '0410 its answer'],
  ['0420', '0420 reversal advice'],
  ['0421', '0421 its repeat'],
  ['0430', '0430 its answer'],
  ['0800', '0800 sign-on, echo'],
  ['0810', '0810 its answer'],
  ['POST /3ds/areq', 'POST /3ds/areq (AReq)'],
  ['POST /acs/areq', 'POST /acs/areq (AReq)'],
  ['POST /3ds/rreq', 'POST /3ds/rreq (RReq)'],
  ['POST /webhooks/kassa', 'POST /webhooks/kassa'],
  ['POST /v1/*', 'POST /v1/*'],
  ['GET /v1/*', 'GET /v1/*'],
];
