// What the bank's staff looks at: the line, the accounts, the batches.

import type { Balance } from '@kassa/ledger';
import { isZero } from '@kassa/money';
import {
  Amount,
  Card,
  Facts,
  LanguageSwitch,
  PageTitle,
  renderPage,
  Shell,
  Stack,
  Status,
  Table,
  type Theme,
  When,
} from '@kassa/pages';
import type { PlainDate } from '@kassa/time';
import type { Batch } from '../clearing/store.ts';
import type { NegativeBalance } from '../debts/negative-balance.ts';
import type { Contract } from '../merchants/contract.ts';
import { Owed } from './owed.tsx';
import { type Lang, texts } from './texts.ts';

export type StaffFacts = {
  readonly lang: Lang;
  readonly look: Theme;
  readonly bank: string;
  readonly isLineUp: boolean;
  readonly accounts: readonly Balance[];
  readonly batches: readonly Batch[];
  readonly contracts: readonly Contract[];
  readonly owed: readonly NegativeBalance[];
  readonly today: PlainDate;
};

export function staffPage(facts: StaffFacts): string {
  const { lang, look, bank, isLineUp, accounts, batches, contracts } = facts;
  const t = texts(lang);
  return renderPage({
    title: t('staffTitle'),
    lang,
    theme: look,
    body: (
      <Shell
        side={<LanguageSwitch languages={texts.languages} here="/staff" />}
        footer={<p>{t('footer', { bank })}</p>}
      >
        <Stack gap="l">
          <PageTitle>{t('staffTitle')}</PageTitle>
          <Card>
            <Facts
              facts={[
                {
                  term: t('line'),
                  value: (
                    <Status tone={isLineUp ? 'good' : 'bad'}>{t(isLineUp ? 'up' : 'down')}</Status>
                  ),
                },
              ]}
            />
          </Card>
          <Table
            caption={t('merchants')}
            rows={contracts}
            rowKey={({ mid }) => mid}
            columns={[
              {
                header: t('merchant'),
                cell: ({ mid, name }) => <a href={`/statement/${mid}`}>{name}</a>,
                isHeader: true,
              },
              { header: t('merchantNumber'), cell: ({ mid }) => mid },
              { header: t('account'), cell: ({ iban }) => iban },
            ]}
          />
          <Owed lang={lang} owed={facts.owed} today={facts.today} hasMerchant />
          <Table
            caption={t('books')}
            rows={accounts.filter(({ posted }) => !isZero(posted))}
            empty={t('noItems')}
            rowKey={({ path, posted }) => `${path} ${posted.currency}`}
            columns={[
              { header: t('account'), cell: ({ name }) => name, isHeader: true },
              { header: t('reference'), cell: ({ path }) => path },
              { header: t('amount'), cell: ({ posted }) => <Amount of={posted} />, numeric: true },
            ]}
          />
          <Table
            caption={t('batches')}
            rows={batches}
            rowKey={({ id }) => id}
            empty={t('noBatches')}
            columns={[
              { header: t('batch'), cell: ({ id }) => id, isHeader: true },
              { header: t('when'), cell: ({ closedAtMs }) => <When at={closedAtMs} /> },
              { header: t('count'), cell: ({ items }) => items, numeric: true },
              {
                header: t('state'),
                cell: ({ answeredAtMs, lastError }) =>
                  answeredAtMs === null ? (
                    <Status tone="warn">{lastError ?? t('waiting')}</Status>
                  ) : (
                    <Status tone="good">{t('answered')}</Status>
                  ),
              },
            ]}
          />
        </Stack>
      </Shell>
    ),
  });
}
