// The one page of the clearing house: who has what, what waits, what has moved. The tables of windows and
// of large-value payments are beside it.

import {
  Amount,
  type Language,
  LanguageSwitch,
  PageTitle,
  renderPage,
  Shell,
  Stack,
  Status,
  Table,
  When,
} from '@kassa/pages';
import type { MemberAccount } from '../book/accounts.ts';
import type { RecordedTransfer } from '../credit-transfers/store.ts';
import type { LargePayment } from '../rtgs/store.ts';
import type { Settlement } from '../settlements/store.ts';
import type { ShownBatch } from '../small-value/store.ts';
import { Batches } from './batches.tsx';
import { look } from './look.ts';
import { Queue } from './queue.tsx';
import { texts } from './texts.ts';
import { type ShownWindow, Windows } from './windows.tsx';

export type Home = {
  readonly lang: 'en' | 'bs';
  readonly zone: string;
  readonly settleAt: string;
  readonly rtgsClosesAt: string;
  /** The name of a member for people. */
  readonly nameOf: (code: string) => string;
  readonly accounts: readonly MemberAccount[];
  readonly windows: readonly ShownWindow[];
  readonly payments: readonly LargePayment[];
  readonly batches: readonly ShownBatch[];
  readonly settlements: readonly Settlement[];
  readonly transfers: readonly RecordedTransfer[];
};

export function homePage(home: Home): string {
  const { lang, zone } = home;
  const t = texts(lang);
  const languages: readonly Language[] = texts.languages;
  return renderPage({
    title: t('title'),
    lang,
    zone,
    theme: look,
    body: (
      <Shell
        side={<LanguageSwitch languages={languages} here="/" />}
        footer={<p>{t('footer', { time: home.settleAt, end: home.rtgsClosesAt })}</p>}
      >
        <Stack gap="l">
          <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
          <Windows {...home} />
          <Queue {...home} />
          <Accounts home={home} />
          <Settlements home={home} />
          <Batches {...home} />
          <Transfers home={home} />
        </Stack>
      </Shell>
    ),
  });
}

function Accounts({ home }: { home: Home }) {
  const t = texts(home.lang);
  return (
    <Table
      caption={t('members')}
      rows={home.accounts}
      rowKey={({ member, balance }) => `${member} ${balance.currency}`}
      columns={[
        { header: t('member'), cell: ({ member }) => home.nameOf(member), isHeader: true },
        { header: t('code'), cell: ({ member }) => member },
        { header: t('balance'), cell: ({ balance }) => <Amount of={balance} />, numeric: true },
        { header: t('debitCap'), cell: ({ debitCap }) => <Amount of={debitCap} />, numeric: true },
        { header: t('headroom'), cell: ({ headroom }) => <Amount of={headroom} />, numeric: true },
      ]}
    />
  );
}

function Settlements({ home }: { home: Home }) {
  const t = texts(home.lang);
  return (
    <Table
      caption={t('settlements')}
      rows={home.settlements}
      rowKey={({ sender, messageId }) => `${sender} ${messageId}`}
      empty={t('noSettlements')}
      columns={[
        { header: t('message'), cell: ({ messageId }) => messageId, isHeader: true },
        { header: t('sender'), cell: ({ sender }) => sender },
        { header: t('day'), cell: ({ settleOn }) => <When on={settleOn} /> },
        {
          header: t('state'),
          cell: ({ state }) => (
            <Status tone={state === 'settled' ? 'good' : 'info'}>{t(state)}</Status>
          ),
        },
      ]}
    />
  );
}

function Transfers({ home }: { home: Home }) {
  const t = texts(home.lang);
  return (
    <Table
      caption={t('transfers')}
      rows={home.transfers}
      rowKey={({ id }) => id}
      empty={t('noTransfers')}
      columns={[
        { header: t('reference'), cell: ({ endToEndId }) => endToEndId, isHeader: true },
        { header: t('sender'), cell: ({ debtorName }) => debtorName },
        { header: t('receiver'), cell: ({ creditorName }) => creditorName },
        { header: t('booked'), cell: ({ bookedAtMs }) => <When at={bookedAtMs} /> },
        {
          header: t('state'),
          cell: ({ state }) => (
            <Status tone={state === 'booked' ? 'good' : 'warn'}>{t(state)}</Status>
          ),
        },
        { header: t('amount'), cell: ({ amount }) => <Amount of={amount} />, numeric: true },
      ]}
    />
  );
}
