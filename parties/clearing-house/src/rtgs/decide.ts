// The queue of large-value payments, the pure part: which may settle now. Each sender's payments go
// in the order of priority and arrival, and none overtakes another of the same sender. Where the
// first cannot be paid, two members whose first payments go to one another may settle a run of them
// together: gross on both accounts, while each pays no more than the difference (liquidity saving by
// simple bilateral offset).

export type Queued = {
  readonly id: string;
  readonly debtor: string;
  readonly creditor: string;
  readonly minor: bigint;
  /** 0 is the most urgent. */
  readonly priority: number;
};

/** What settles in one commit: one payment, or those of two members against one another. */
export type Step = { readonly kind: 'single' | 'offset'; readonly payments: readonly Queued[] };

/** By member, how far its account may still fall. Those who are not named have nothing. */
export type Headroom = ReadonlyMap<string, bigint>;

/** Of each side, how many payments an offset looks at. */
const runMax = 20;

/** Every step that is possible with the money of now, in order; `queue` in the order of arrival. */
export function planQueue(queue: readonly Queued[], headroom: Headroom): readonly Step[] {
  const funds = new Map(headroom);
  const steps: Step[] = [];
  let waiting = [...queue].sort((one, other) => one.priority - other.priority);
  for (;;) {
    const step = nextStep(waiting, funds);
    if (!step) return steps;
    steps.push(step);
    for (const { debtor, creditor, minor } of step.payments) {
      funds.set(debtor, (funds.get(debtor) ?? 0n) - minor);
      funds.set(creditor, (funds.get(creditor) ?? 0n) + minor);
    }
    const done = new Set(step.payments);
    waiting = waiting.filter((one) => !done.has(one));
  }
}

function nextStep(waiting: readonly Queued[], funds: Headroom): Step | undefined {
  const own = new Map<string, Queued[]>();
  for (const one of waiting) own.set(one.debtor, [...(own.get(one.debtor) ?? []), one]);
  const heads = [...own.values()].flatMap((queue) => queue.slice(0, 1));
  const covered = heads.find(({ debtor, minor }) => minor <= (funds.get(debtor) ?? 0n));
  if (covered) return { kind: 'single', payments: [covered] };
  for (const { debtor, creditor } of heads) {
    const there = runOf(own.get(debtor), creditor);
    const back = runOf(own.get(creditor), debtor);
    const payments = offset(there, back, {
      here: funds.get(debtor) ?? 0n,
      there: funds.get(creditor) ?? 0n,
    });
    if (payments) return { kind: 'offset', payments };
  }
  return undefined;
}

/** The payments at the front of a queue that go to this member. */
function runOf(queue: readonly Queued[] = [], creditor: string): readonly Queued[] {
  const end = queue.findIndex((one) => one.creditor !== creditor);
  return queue.slice(0, Math.min(end === -1 ? queue.length : end, runMax));
}

/** As many payments as can be, from both fronts, such that each side can pay the difference. */
function offset(
  there: readonly Queued[],
  back: readonly Queued[],
  funds: { readonly here: bigint; readonly there: bigint },
): readonly Queued[] | undefined {
  const out = sums(there);
  const home = sums(back);
  let best: readonly Queued[] | undefined;
  for (const [outCount, paid] of out.entries()) {
    for (const [homeCount, got] of home.entries()) {
      const count = outCount + homeCount + 2;
      const isPossible = paid - got <= funds.here && got - paid <= funds.there;
      if (!isPossible || count <= (best?.length ?? 0)) continue;
      best = [...there.slice(0, outCount + 1), ...back.slice(0, homeCount + 1)];
    }
  }
  return best;
}

/** The sum of the first, of the first two, and so on. */
function sums(payments: readonly Queued[]): readonly bigint[] {
  let total = 0n;
  return payments.map(({ minor }) => {
    total += minor;
    return total;
  });
}
