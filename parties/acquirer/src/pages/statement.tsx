// What a merchant sees of its money: payouts, sales and refunds.

import {
  Amount,
  ButtonLink,
  LanguageSwitch,
  PageTitle,
  Row,
  renderPage,
  Shell,
  Stack,
  Status,
  Table,
  type Theme,
  When,
} from '@kassa/pages';
import type { Item } from '../captures/item.ts';
import type { Contract } from '../merchants/contract.ts';
import type { Payout } from '../payouts/payout.ts';
import { Items, payoutTones } from './items.tsx';
import { type Standing, StandingOf } from './standing.tsx';
import { termsOf } from './terms.ts';
import { type Lang, texts } from './texts.ts';

export type StatementFacts = Standing & {
  readonly lang: Lang;
  readonly look: Theme;
  readonly bank: string;
  readonly contract: Contract;
  readonly payouts: readonly Payout[];
  readonly items: readonly Item[];
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
          <Row>
            <ButtonLink href={`/statement/${contract.mid}/invoices`} look="plain" icon="receipt">
              {t('invoices')}
            </ButtonLink>
          </Row>
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
          <StandingOf {...facts} />
          <Items {...facts} />
        </Stack>
      </Shell>
    ),
  });
}
