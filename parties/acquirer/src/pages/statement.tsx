// What a merchant sees of its money: payouts, sales and refunds; and one payout with every part of
// the fee.

import { add, type Money, money, subtract } from '@kassa/money';
import {
  Amount,
  Card,
  type Column,
  Facts,
  LanguageSwitch,
  MoneyFlow,
  PageTitle,
  renderPage,
  Shell,
  Stack,
  Status,
  Table,
  type Theme,
  type Tone,
  When,
} from '@kassa/pages';
import { grossOf, type Item, netOf } from '../captures/item.ts';
import type { Contract } from '../merchants/contract.ts';
import type { Payout } from '../payouts/payout.ts';
import { termsOf } from './terms.ts';
import { type Lang, texts } from './texts.ts';

export type StatementFacts = {
  readonly lang: Lang;
  readonly look: Theme;
  readonly bank: string;
  readonly contract: Contract;
  readonly payouts: readonly Payout[];
  readonly items: readonly Item[];
};

const payoutTones: Record<Payout['state'], Tone> = {
  created: 'info',
  credited: 'good',
  paid: 'good',
  refused: 'bad',
  returned: 'bad',
};
const itemTones: Record<Item['state'], Tone> = {
  captured: 'plain',
  batched: 'info',
  cleared: 'info',
  rejected: 'bad',
  settled: 'good',
};

export function statementPage(facts: StatementFacts): string {
  const { lang, look, bank, contract, payouts } = facts;
  const t = texts(lang);
  return renderPage({
    title: t('statement'),
    lang,
    theme: look,
    zone: contract.zone,
    body: (
      <Shell
        side={<LanguageSwitch languages={texts.languages} here={`/statement/${contract.mid}`} />}
        footer={<p>{t('footer', { bank })}</p>}
      >
        <Stack gap="l">
          <PageTitle eyebrow={contract.mid} lead={termsOf(contract, lang)}>
            {contract.name}
          </PageTitle>
          <Table
            caption={t('payouts')}
            rows={payouts}
            rowKey={({ id }) => id}
            empty={t('noPayouts')}
            columns={[
              {
                header: t('payout'),
                cell: ({ id }) => <a href={`/statement/${contract.mid}/${id}`}>{id}</a>,
                isHeader: true,
              },
              { header: t('account'), cell: ({ iban }) => iban },
              { header: t('valueDate'), cell: ({ valueOn }) => <When on={valueOn} /> },
              {
                header: t('state'),
                cell: ({ state }) => <Status tone={payoutTones[state]}>{t(state)}</Status>,
              },
              { header: t('amount'), cell: ({ amount }) => <Amount of={amount} />, numeric: true },
            ]}
          />
          <Items {...facts} />
        </Stack>
      </Shell>
    ),
  });
}

export type PayoutFacts = Omit<StatementFacts, 'payouts'> & { readonly payout: Payout };

export function payoutPage(facts: PayoutFacts): string {
  const { lang, look, bank, contract, payout, items } = facts;
  const t = texts(lang);
  return renderPage({
    title: t('payout'),
    lang,
    theme: look,
    zone: contract.zone,
    body: (
      <Shell
        nav={[{ href: `/statement/${contract.mid}`, label: t('statement') }]}
        side={
          <LanguageSwitch
            languages={texts.languages}
            here={`/statement/${contract.mid}/${payout.id}`}
          />
        }
        footer={<p>{t('footer', { bank })}</p>}
      >
        <Stack gap="l">
          <PageTitle eyebrow={contract.name}>{t('payout')}</PageTitle>
          <Card>
            <Facts
              facts={[
                { term: t('reference'), value: payout.id },
                { term: t('account'), value: payout.iban },
                { term: t('valueDate'), value: <When on={payout.valueOn} /> },
                {
                  term: t('state'),
                  value: <Status tone={payoutTones[payout.state]}>{t(payout.state)}</Status>,
                },
                { term: t('amount'), value: <Amount of={payout.amount} />, isTotal: true },
              ]}
            />
          </Card>
          {items.length > 0 && <Flow {...facts} />}
          <Items {...facts} hasParts />
        </Stack>
      </Shell>
    ),
  });
}

function Flow({ lang, bank, payout, items }: PayoutFacts) {
  const t = texts(lang);
  const total = (of: (item: Item) => Money): Money =>
    items.map(of).reduce(add, money(payout.amount.currency, 0));
  return (
    <MoneyFlow
      label={t('flow')}
      from={t('sales')}
      amount={total(grossOf)}
      parts={[
        { name: t('toMerchant'), amount: total(netOf) },
        { name: t('toIssuers'), amount: total((item) => partsOf(item).interchange) },
        { name: t('toNetwork'), amount: total((item) => partsOf(item).schemeFee) },
        { name: t('toBank', { bank }), amount: total((item) => partsOf(item).kept) },
      ]}
    />
  );
}

type ItemsShown = Pick<StatementFacts, 'lang' | 'items'> & {
  /** With the parts of each fee, all known once settled, in place of time and state. */
  readonly hasParts?: boolean;
};

function Items({ lang, items, hasParts = false }: ItemsShown) {
  const t = texts(lang);
  return (
    <Table
      caption={t('items')}
      rows={items}
      rowKey={({ id }) => id}
      empty={t('noItems')}
      columns={[
        { header: t('reference'), cell: ({ rrn }) => rrn, isHeader: true },
        { header: t('card'), cell: ({ cardMasked }) => cardMasked },
        ...(hasParts ? [] : stateColumns(lang)),
        { header: t('gross'), cell: (item) => <Amount of={grossOf(item)} />, numeric: true },
        { header: t('fee'), cell: ({ fee }) => <Amount of={fee} />, numeric: true },
        ...(hasParts ? partColumns(lang) : []),
        { header: t('net'), cell: (item) => <Amount of={netOf(item)} />, numeric: true },
      ]}
    />
  );
}

function stateColumns(lang: Lang): Column<Item>[] {
  const t = texts(lang);
  return [
    { header: t('when'), cell: ({ capturedAtMs }) => <When at={capturedAtMs} /> },
    {
      header: t('state'),
      cell: ({ state }) => <Status tone={itemTones[state]}>{t(state)}</Status>,
    },
  ];
}

function partColumns(lang: Lang): Column<Item>[] {
  const t = texts(lang);
  return [
    {
      header: t('interchange'),
      cell: (item) => <Amount of={partsOf(item).interchange} />,
      numeric: true,
    },
    {
      header: t('schemeFee'),
      cell: (item) => <Amount of={partsOf(item).schemeFee} />,
      numeric: true,
    },
    { header: t('kept'), cell: (item) => <Amount of={partsOf(item).kept} />, numeric: true },
  ];
}

/** A dispute has neither interchange nor scheme fee: its fee is the bank's own. */
function partsOf({ amount, fee, ...item }: Item) {
  const nothing = money(amount.currency, 0);
  const { interchange, schemeFee } = item;
  const costs = { interchange: interchange ?? nothing, schemeFee: schemeFee ?? nothing };
  return { ...costs, kept: subtract(fee, add(costs.interchange, costs.schemeFee)) };
}
