// The way of the money: pick a payment, and see where each part of it went.

import type { TraceLine } from '@kassa/control';
import { currencyOf, format, type Money, money } from '@kassa/money';
import {
  Amount,
  ButtonLink,
  Card,
  Empty,
  MoneyFlow,
  Notice,
  PageTitle,
  Stack,
  Status,
  Table,
  type Tone,
  When,
} from '@kassa/pages';
import { merchants } from '../cast/cast.ts';
import type { BookKeeper, Places } from '../places.ts';
import { titles } from '../start/announce.ts';
import { lobbyPage } from './frame.tsx';
import type { MoneyStory, Part } from './money-story.ts';
import { type RecentPayment, recentMax } from './traces.ts';

export function paymentsPage(facts: {
  readonly payments: readonly RecentPayment[] | undefined;
}): string {
  const { payments } = facts;
  return lobbyPage({
    title: 'The way of the money',
    here: '/money',
    body: (
      <>
        <PageTitle lead="Pick a payment to see who got which part of it, each figure read from that party’s own book.">
          The way of the money
        </PageTitle>
        {payments === undefined ? (
          <Notice tone="warn" title="The gateway does not answer">
            <p>Its list of payments is not to be had now. Try again in a moment.</p>
          </Notice>
        ) : payments.length === 0 ? (
          <Empty
            icon="receipt"
            title="No payment yet"
            actions={<ButtonLink href="/">To the lobby</ButtonLink>}
          >
            <p>Buy something at one of the shops first.</p>
          </Empty>
        ) : (
          <Payments payments={payments} />
        )}
      </>
    ),
  });
}

const statusTones: Readonly<Record<string, Tone>> = {
  succeeded: 'good',
  requires_capture: 'info',
  processing: 'warn',
  canceled: 'plain',
};

function Payments({ payments }: { payments: readonly RecentPayment[] }) {
  return (
    <Table
      caption={`The newest payments, ${recentMax} at most`}
      rows={payments}
      rowKey={(payment) => payment.id}
      columns={[
        { header: 'When', cell: ({ createdAtMs }) => <When at={createdAtMs} /> },
        { header: 'Shop', cell: ({ accountId }) => shopName(accountId) },
        { header: 'Amount', numeric: true, cell: (payment) => <Figure of={amountOf(payment)} /> },
        { header: 'Card', cell: ({ card }) => (card === null ? '–' : `•••• ${card.last4}`) },
        {
          header: 'State',
          cell: ({ status }) => <Status tone={statusTones[status] ?? 'plain'}>{status}</Status>,
        },
        {
          header: 'Reference',
          isHeader: true,
          cell: ({ rrn }) => (rrn === null ? '–' : <a href={`/money/${rrn}`}>{rrn}</a>),
        },
      ]}
    />
  );
}

export function moneyPage(facts: {
  readonly rrn: string;
  readonly places: Places;
  readonly story: MoneyStory;
  readonly away: readonly BookKeeper[];
}): string {
  const { rrn, story, away } = facts;
  return lobbyPage({
    title: `Payment ${rrn}`,
    here: '/money',
    body: (
      <>
        <p>
          <a href="/money">← All payments</a>
        </p>
        <PageTitle>Payment {rrn}</PageTitle>
        {away.length > 0 && (
          <Notice tone="warn" title="Not all have answered">
            <p>{away.map((party) => titles[party]).join('; ')}: their part is missing here.</p>
          </Notice>
        )}
        {story.steps.length === 0 ? (
          <Empty icon="search" title="Nobody knows this reference">
            <p>Check it, or pick the payment from the list.</p>
          </Empty>
        ) : (
          <>
            <Flow story={story} />
            <Steps story={story} />
          </>
        )}
      </>
    ),
  });
}

function Flow({ story }: { story: MoneyStory }) {
  const { gross, debited, issuer, parts, addsUp } = story;
  if (gross === undefined) {
    return (
      <Notice tone="info" title="No money has moved yet">
        <p>The payment was not captured, or was refused: see below what each party knows of it.</p>
      </Notice>
    );
  }
  const known = parts.flatMap((part) =>
    part.amount === undefined || part.amount.currency !== gross.currency
      ? []
      : [{ name: nameOf(part), note: noteOf(part), amount: part.amount }],
  );
  const from = issuer === undefined ? 'The cardholder' : `Cardholder at ${shortName(issuer)}`;
  return (
    <Card>
      <Stack gap="m">
        <MoneyFlow
          from={from}
          note={debited === undefined ? 'held, not debited yet' : <Debited amount={debited} />}
          amount={gross}
          parts={known}
          label="The cardholder’s payment and its parts"
        />
        <p className="sum">
          {addsUp ? (
            <Status tone="good">The parts are the whole</Status>
          ) : (
            <Status tone="info">Clearing is still to come: not all parts are booked</Status>
          )}
        </p>
      </Stack>
    </Card>
  );
}

function Debited({ amount }: { amount: Money }) {
  return (
    <>
      account debited <Amount of={amount} />
    </>
  );
}

function nameOf({ role, party }: Part): string {
  return role === 'merchant' ? 'The shop' : shortName(party);
}

const notes: Readonly<Record<Exclude<Part['role'], 'merchant'>, string>> = {
  issuer: 'interchange, kept by the cardholder’s bank',
  network: 'scheme fee, kept by the network',
  acquirer: 'what is left of the merchant’s fee',
};

const noteOf = ({ role, party }: Part) =>
  role === 'merchant' ? `what ${shortName(party)} owes it or has paid out` : notes[role];

function Steps({ story }: { story: MoneyStory }) {
  return (
    <Table
      caption="What each party knows, oldest first"
      rows={story.steps.map((step, at) => ({ ...step, key: String(at) }))}
      rowKey={(step) => step.key}
      columns={[
        { header: 'At', cell: ({ at }) => <When at={at} /> },
        { header: 'Who', cell: ({ party }) => shortName(party) },
        { header: 'What', isHeader: true, cell: inWords },
        {
          header: 'Account',
          cell: ({ account }) => account && <span className="story-account">{account}</span>,
        },
        {
          header: 'Amount',
          numeric: true,
          cell: ({ amount, currency }) => <Figure of={moneyOf(amount, currency)} />,
        },
      ]}
    />
  );
}

/** The parties tell an amount within their words in minor units; people read major ones. */
function inWords({ what, currency }: TraceLine): string {
  return what.replace(/\b(interchange|fee) (-?\d+)\b/g, (whole, name: string, minor: string) => {
    const amount = moneyOf(minor, currency);
    return amount === undefined ? whole : `${name} ${format(amount, 'en-GB')}`;
  });
}

function Figure({ of }: { of: Money | undefined }) {
  return of === undefined ? null : <Amount of={of} />;
}

function moneyOf(minor: string | undefined, currency: string | undefined): Money | undefined {
  const known = currencyOf(currency ?? '');
  if (!known.ok || minor === undefined || !/^-?\d+$/.test(minor)) return undefined;
  return money(known.value, BigInt(minor));
}

const amountOf = (payment: RecentPayment) => moneyOf(payment.amountMinor, payment.currency);

const shopName = (accountId: string) =>
  merchants.find((merchant) => merchant.accountId === accountId)?.name ?? accountId;

const shortName = (party: BookKeeper) => titles[party].split(',')[0] ?? party;
