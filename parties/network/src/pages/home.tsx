// The one page of the network: who takes part, whose cards are whose, what it costs, what passed.

import {
  Amount,
  LanguageSwitch,
  More,
  PageTitle,
  renderPage,
  Shell,
  Stack,
  Status,
  Table,
  When,
} from '@kassa/pages';
import type { Rate } from '../clearing/rates.ts';
import type { CardRange, Member } from '../members/member.ts';
import { look } from './look.ts';
import type { PassedMessage, Volume } from './store.ts';
import { texts } from './texts.ts';

export type Home = {
  readonly lang: 'en' | 'bs';
  readonly zone: string;
  readonly clearingAt: string;
  readonly members: readonly (Member & { readonly isConnected: boolean })[];
  readonly ranges: readonly CardRange[];
  readonly rates: readonly Rate[];
  readonly volumes: readonly Volume[];
  readonly messages: readonly PassedMessage[];
};

export function homePage(home: Home): string {
  const { lang, zone } = home;
  const t = texts(lang);
  return renderPage({
    title: t('title'),
    lang,
    zone,
    theme: look,
    body: (
      <Shell
        width="wide"
        side={<LanguageSwitch languages={texts.languages} here="/" />}
        footer={<p>{t('footer', { time: home.clearingAt })}</p>}
      >
        <Stack gap="l">
          <PageTitle lead={t('lead')}>{t('title')}</PageTitle>
          <Members home={home} />
          <Volumes home={home} />
          <Messages home={home} />
          <Ranges home={home} />
          <Rates home={home} />
        </Stack>
      </Shell>
    ),
  });
}

function Members({ home }: { home: Home }) {
  const t = texts(home.lang);
  const roles = (member: Member) =>
    [member.acquirer && t('acquirer'), member.issuer && t('issuer')].filter(Boolean).join(', ');
  return (
    <Table
      caption={t('members')}
      rows={home.members}
      rowKey={({ id }) => id}
      columns={[
        { header: t('member'), cell: ({ name }) => name, isHeader: true },
        { header: t('role'), cell: roles },
        { header: t('country'), cell: ({ country }) => country },
        {
          header: t('connection'),
          cell: ({ issuer, isConnected }) =>
            issuer ? (
              <Status tone={isConnected ? 'good' : 'warn'}>
                {isConnected ? t('connected') : t('away')}
              </Status>
            ) : (
              t('comesToUs')
            ),
        },
      ]}
    />
  );
}

function Volumes({ home }: { home: Home }) {
  const t = texts(home.lang);
  return (
    <Table
      caption={t('volumes')}
      rows={home.volumes}
      rowKey={({ member, approvedAmount }) => `${member} ${approvedAmount.currency}`}
      empty={t('noVolumes')}
      columns={[
        { header: t('issuer'), cell: ({ member }) => member, isHeader: true },
        { header: t('approved'), cell: ({ approved }) => approved, numeric: true },
        { header: t('refused'), cell: ({ refused }) => refused, numeric: true },
        {
          header: t('amount'),
          cell: ({ approvedAmount }) => <Amount of={approvedAmount} />,
          numeric: true,
        },
      ]}
    />
  );
}

function Messages({ home }: { home: Home }) {
  const t = texts(home.lang);
  return (
    <Table
      caption={t('messages')}
      rows={home.messages}
      rowKey={({ number }) => number}
      empty={t('noMessages')}
      columns={[
        { header: t('time'), cell: ({ atMs }) => <When at={atMs} show="seconds" /> },
        { header: t('way'), cell: ({ direction, peer }) => `${t(direction)} ${peer}` },
        {
          header: t('message'),
          cell: ({ mti, rrn, responseCode, printed }) => (
            <More summary={[mti, rrn, responseCode].filter(Boolean).join(' · ')}>
              <pre className="small mono">{printed}</pre>
            </More>
          ),
          isHeader: true,
        },
      ]}
    />
  );
}

function Ranges({ home }: { home: Home }) {
  const t = texts(home.lang);
  const nameOf = (issuerId: string) =>
    home.members.find(({ id }) => id === issuerId)?.name ?? issuerId;
  return (
    <Table
      caption={t('ranges')}
      rows={home.ranges}
      rowKey={({ prefix }) => prefix}
      columns={[
        { header: t('prefix'), cell: ({ prefix }) => prefix, isHeader: true },
        { header: t('issuer'), cell: ({ issuerId }) => nameOf(issuerId) },
        { header: t('product'), cell: ({ product }) => t(product) },
        { header: t('country'), cell: ({ country }) => country },
        {
          header: t('authentication'),
          cell: ({ isEnrolled }) => (isEnrolled ? t('enrolled') : t('notEnrolled')),
        },
      ]}
    />
  );
}

function Rates({ home }: { home: Home }) {
  const t = texts(home.lang);
  const percent = new Intl.NumberFormat(home.lang, { style: 'percent', minimumFractionDigits: 2 });
  return (
    <Table
      caption={t('rates')}
      rows={home.rates}
      rowKey={({ id }) => id}
      columns={[
        { header: t('product'), cell: ({ product }) => t(product), isHeader: true },
        { header: t('region'), cell: ({ region }) => t(region) },
        {
          header: t('interchange'),
          cell: ({ interchangeBp }) => percent.format(interchangeBp / 10_000),
          numeric: true,
        },
        {
          header: t('schemeFee'),
          cell: ({ schemeFeeBp }) => percent.format(schemeFeeBp / 10_000),
          numeric: true,
        },
      ]}
    />
  );
}
