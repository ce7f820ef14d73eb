// Plays a case with a connector and says how each step ended, in the words of the table.

import { currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import type { WireReference } from '../../payments/intent.ts';
import type { SealedCard } from '../../vault/card.ts';
import type { Advice, AdviceEnd, AuthorizationEnd, InquiryEnd } from '../connector.ts';
import type { Case, CaseName, Step } from './cases.ts';
import type { Effect, Message, Subject } from './subject.ts';

export type Played = { readonly ends: readonly string[]; readonly effect: Effect };

const amount = money(unwrap(currencyOf('BAM')), 10_000n);
const triesMax = 40;

const atOnce = 4;

/** Each story is about a payment of its own, so they may go on side by side; but for two kinds. */
export async function playAll(
  subject: Subject,
  table: readonly Case[],
): Promise<ReadonlyMap<CaseName, Played>> {
  const played = new Map<CaseName, Played>();
  const inTurn = async (some: readonly Case[]) => {
    for (const one of some) played.set(one.name, await play(subject, one));
  };
  // Banks that take their time are let go all at once; and when the provider is gone, it is gone.
  const isLast = ({ steps }: Case) => steps.some((step) => step.do === 'shut');
  const isSlow = ({ card }: Case) => card === 'slow';
  const waits = ({ steps }: Case) => steps.some(({ on }) => on !== undefined);
  const last = table.filter(isLast);
  const slow = table.filter(isSlow);
  // These wait for time to pass, the rest keeps the machine busy.
  const waiting = table.filter((one) => waits(one) && !isSlow(one));
  const quick = table.filter((one) => ![...last, ...slow, ...waiting].includes(one));
  const lanes = Array.from({ length: atOnce }, (_, lane) =>
    inTurn(quick.filter((__, index) => index % atOnce === lane)),
  );
  await Promise.all([...lanes, inTurn(slow), ...waiting.map((one) => inTurn([one]))]);
  await inTurn(last);
  return played;
}

async function play(subject: Subject, told: Case): Promise<Played> {
  const first = await subject.connector.nameMessage(subject.merchant);
  const story: Story = {
    subject,
    card: sealedFor(subject, told),
    first,
    code: null,
    told: new Map(),
  };
  const ends: string[] = [];
  for (const step of told.steps) {
    const end = await take(story, step);
    if (end !== undefined) ends.push(end);
  }
  return { ends, effect: await subject.effect(first) };
}

type Story = {
  readonly subject: Subject;
  readonly card: SealedCard;
  readonly first: WireReference;
  /** The authorization code, once it is approved. */
  code: string | null;
  /** The last advice of each kind. */
  readonly told: Map<Advice['kind'], Advice>;
};

async function take(story: Story, step: Step): Promise<string | undefined> {
  const { subject, first } = story;
  switch (step.do) {
    case 'let go':
      await subject.letGo(first);
      return undefined;
    case 'shut':
      await subject.shut();
      return undefined;
    case 'inquire':
      return said(await inquire(story));
    case 'authorize': {
      const message: Message = { kind: 'authorize', wire: first, original: first };
      if (step.on !== undefined) subject.disturb(message, step.on);
      const end = await authorize(story);
      // Of what was lost on the way or is still at the bank, nothing is told yet.
      if (step.on === 'answer lost' || end.kind !== 'unknown') await subject.settle(message);
      return said(end);
    }
    default:
      return said(await tell(story, step, step.do));
  }
}

async function authorize(story: Story): Promise<AuthorizationEnd> {
  const { subject, card, first: wire } = story;
  const { connector, merchant } = subject;
  const request = { merchant, wire, amount, card, proof: null, initiation: 'cardholder' } as const;
  const end = await connector.authorize(request);
  if (end.kind === 'approved') story.code = end.approval.authorizationCode;
  return end;
}

async function inquire({ subject, card, first }: Story): Promise<InquiryEnd> {
  const { connector, merchant } = subject;
  const wire = await connector.nameMessage(merchant);
  return connector.inquire({ merchant, wire, card, original: { wire: first, amount } });
}

/** As the gateway does: told again until it is acknowledged, if its provider answers later. */
async function tell(story: Story, step: Step, kind: Advice['kind']): Promise<AdviceEnd> {
  const { subject, first } = story;
  const advice = await adviceFor(story, step, kind);
  story.told.set(kind, advice);
  const message: Message = { kind, wire: advice.wire, original: first };
  if (step.on !== undefined) {
    subject.disturb(message, step.on);
    const end = await subject.connector.tell(advice);
    await subject.settle(message);
    return end;
  }
  for (let tries = 1; ; tries += 1) {
    const end = await subject.connector.tell({ ...advice, isRepeat: advice.isRepeat || tries > 1 });
    if (end.kind !== 'unknown' || end.why !== 'received' || tries === triesMax) return end;
    await subject.settle(message);
  }
}

async function adviceFor(story: Story, step: Step, kind: Advice['kind']): Promise<Advice> {
  const { subject, card, first, code } = story;
  const before = story.told.get(kind);
  if (step.again && before !== undefined) return { ...before, isRepeat: true };
  const { merchant, connector } = subject;
  const own = await connector.nameMessage(merchant);
  const { number, isLast = true, minor = amount.minor } = step;
  return {
    kind,
    isRepeat: false,
    merchant,
    // A refund has a name of its own; the rest bear that of their authorization.
    wire: kind === 'refund' ? own : { ...own, rrn: first.rrn },
    amount: money(amount.currency, minor),
    card,
    clearing: number === undefined ? null : { number, count: isLast ? number : null },
    original: { wire: first, amount, authorizationCode: code },
  };
}

function said(end: AuthorizationEnd | InquiryEnd | AdviceEnd): string {
  return end.kind === 'refused' ? `refused ${end.responseCode}` : end.kind;
}

/** The number stands in the seal: the kit's vault opens it by reading. */
function sealedFor({ cards, merchant }: Subject, { card = 'good' }: Case): SealedCard {
  const { accountId } = merchant;
  const expiry = { month: 12, year: 2034 };
  const brand = 'visa';
  return {
    accountId,
    paymentMethod: 'pm_kit',
    sealedPan: cards[card],
    expiry,
    holder: null,
    brand,
  };
}
