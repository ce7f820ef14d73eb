// The banks as they truly are: what each message did, under its name, whoever heard of it. Acquirer,
// network and issuer are one here; between it and the gateway lies the wire (wire-to-bank.ts).

import type { Chance } from '@kassa/chance';

export type HoldState =
  /** It has come in, and is being worked on. */
  | 'working'
  | 'approved'
  | 'refused'
  /** Taken back, or promised to be nothing: under this name nothing will ever be held. */
  | 'gone';

export type Hold = {
  /** Terminal and RRN. */
  readonly name: string;
  readonly order: string;
  readonly card: string;
  readonly provider: string;
  amount: bigint;
  state: HoldState;
  responseCode: string;
  /** Of an increment: the name of what it was added to, once it is. */
  readonly raises: string | null;
  captured: bigint;
  refunded: bigint;
  /** What is not captured is let go. */
  isReleased: boolean;
};

export type Asked = Pick<Hold, 'name' | 'order' | 'card' | 'provider' | 'amount' | 'raises'>;

export type Told = {
  readonly kind: 'capture' | 'refund' | 'void' | 'reversal' | 'release';
  /** Its own name, by which a repeat is known. */
  readonly name: string;
  /** The message that it speaks of. */
  readonly original: string;
  readonly order: string;
  readonly provider: string;
  readonly amount: bigint;
  /** Of a capture: no other follows, and what is left is let go. */
  readonly isLast: boolean;
};

export type Reply =
  | { readonly kind: 'approved'; readonly authorizationCode: string }
  | { readonly kind: 'refused'; readonly responseCode: string };

export type Found = Reply | { readonly kind: 'never_arrived' } | { readonly kind: 'under_way' };
export type Heard = { readonly kind: 'acknowledged' } | (Reply & { readonly kind: 'refused' });

export type Bank = {
  /** Takes a message in; what comes of it is known by `finish`. False: it is a repeat. */
  begin(asked: Asked): boolean;
  finish(name: string): Reply;
  inquire(asked: Asked): Found;
  hear(told: Told): Heard;
  readonly holds: ReadonlyMap<string, Hold>;
  ofOrder(order: string): readonly Hold[];
  /** Called when something of an order has changed, and with what nobody in their right mind says. */
  watch: BankWatch;
};

export type BankWatch = {
  readonly moved: (order: string) => void;
  readonly nonsense: (order: string, what: string) => void;
};

/** How issuers answer, out of a hundred; the rest is approved. */
const refusals: readonly (readonly [string, number])[] = [
  ['51', 4],
  ['05', 3],
  ['91', 3],
  ['96', 2],
  ['1A', 3],
  ['65', 1],
];

const refundsRefused = 0.02;

export function openBank(chance: Chance): Bank {
  const holds = new Map<string, Hold>();
  const byOrder = new Map<string, Hold[]>();
  const heard = new Map<string, Heard>();
  /** By the original's name: a challenge turns 1A into a yes. */
  const askedBefore = new Set<string>();
  const keep = (asked: Asked, state: HoldState): Hold => {
    const more = { state, responseCode: '', captured: 0n, refunded: 0n, isReleased: false };
    const hold: Hold = { ...asked, ...more };
    holds.set(hold.name, hold);
    const known = byOrder.get(hold.order);
    if (known === undefined) byOrder.set(hold.order, [hold]);
    else known.push(hold);
    return hold;
  };
  const judge = (order: string): string => {
    let drawn = chance.next() * 100;
    for (const [code, share] of refusals) {
      drawn -= share;
      if (drawn >= 0) continue;
      if (code !== '1A') return code;
      if (askedBefore.has(order)) return '00';
      askedBefore.add(order);
      return code;
    }
    return '00';
  };
  const bank: Bank = {
    holds,
    watch: { moved: () => {}, nonsense: () => {} },
    ofOrder: (order) => byOrder.get(order) ?? [],
    begin(asked) {
      if (holds.has(asked.name)) return false;
      keep(asked, 'working');
      return true;
    },
    finish(name) {
      const hold = holds.get(name);
      if (hold?.state === 'working') {
        const raised = hold.raises === null ? undefined : holds.get(hold.raises);
        const isUseless =
          hold.raises !== null && (raised?.state !== 'approved' || raised.isReleased);
        hold.responseCode = isUseless ? '12' : judge(hold.order);
        hold.state = hold.responseCode === '00' ? 'approved' : 'refused';
        bank.watch.moved(hold.order);
      }
      return replyOf(hold);
    },
    inquire(asked) {
      const hold = holds.get(asked.name) ?? keep(asked, 'gone');
      if (hold.state === 'working') return { kind: 'under_way' };
      return hold.state === 'gone' ? { kind: 'never_arrived' } : replyOf(hold);
    },
    hear(told) {
      const name = `${told.kind}|${told.original}|${told.name}`;
      const known = heard.get(name);
      if (known !== undefined) return known;
      const answer = act(told);
      heard.set(name, answer);
      bank.watch.moved(told.order);
      return answer;
    },
  };
  const act = (told: Told): Heard => {
    const { kind, original, order, provider, amount, isLast } = told;
    const nonsense = (what: string): Heard => {
      bank.watch.nonsense(order, `${kind} of ${original} for ${amount}: ${what}`);
      return { kind: 'refused', responseCode: '12' };
    };
    const hold = holds.get(original);
    if (kind === 'reversal') {
      const asked = { name: original, card: '', raises: null, order, provider, amount };
      const reversed = hold ?? keep(asked, 'gone');
      if (reversed.captured > 0n) return nonsense('it is captured');
      reversed.state = 'gone';
      return { kind: 'acknowledged' };
    }
    if (hold?.state !== 'approved') return nonsense(`it is ${hold?.state ?? 'unknown'}`);
    const left = heldFor(bank, hold) - hold.captured;
    if (kind === 'capture') {
      if (hold.isReleased || amount > left) return nonsense('more than is held');
      hold.captured += amount;
      hold.isReleased = isLast;
    } else if (kind === 'void') {
      if (hold.captured > 0n) return nonsense('it is captured');
      hold.state = 'gone';
    } else if (kind === 'release') {
      if (amount !== hold.captured) return nonsense(`${hold.captured} is captured`);
      hold.isReleased = true;
    } else {
      if (amount > hold.captured - hold.refunded) return nonsense('more than was captured');
      if (chance.hits(refundsRefused)) return { kind: 'refused', responseCode: '57' };
      hold.refunded += amount;
    }
    return { kind: 'acknowledged' };
  };
  return bank;
}

function replyOf(hold: Hold | undefined): Reply {
  if (hold?.state === 'approved') return { kind: 'approved', authorizationCode: 'A1B2C3' };
  return { kind: 'refused', responseCode: hold?.state === 'refused' ? hold.responseCode : '94' };
}

/** With what was added to it by increments that stand. */
export function heldFor(bank: Pick<Bank, 'ofOrder'>, hold: Hold): bigint {
  let sum = hold.amount;
  for (const one of bank.ofOrder(hold.order)) {
    if (one.raises === hold.name && one.state === 'approved') sum += one.amount;
  }
  return sum;
}

export const standing = (holds: readonly Hold[]): Hold[] =>
  holds.filter(({ state, raises }) => state === 'approved' && raises === null);
