// One payout: where each part of its sales went, and its items, a page of them at a time.

import { isZero, subtract } from '@kassa/money';
import {
  Amount,
  ButtonLink,
  Card,
  Facts,
  LanguageSwitch,
  MoneyFlow,
  PageTitle,
  Row,
  renderPage,
  Shell,
  Stack,
  Status,
  When,
} from '@kassa/pages';
import type { Item } from '../captures/item.ts';
import { hasReport, type SettlementTotals } from '../payouts/settlement.ts';
import type { ReserveMovement } from '../reserves/movement.ts';
import { Items, payoutTones } from './items.tsx';
import { Pager } from './pager.tsx';
import { Reserves } from './reserves.tsx';
import type { StatementFacts } from './statement.tsx';
import { texts } from './texts.ts';

export type PayoutFacts = Pick<StatementFacts, 'lang' | 'look' | 'bank' | 'contract'> & {
  readonly payout: StatementFacts['payouts'][number];
  /** Of all items, whatever the page shows of them. */
  readonly totals: SettlementTotals;
  readonly reserves: readonly ReserveMovement[];
  readonly items: readonly Item[];
  /** Where the next page begins; undefined on the last. */
  readonly next: bigint | undefined;
  readonly isFirst: boolean;
};

export function payoutPage(facts: PayoutFacts): string {
  const { lang, look, bank, contract, payout, totals, items, next, isFirst } = facts;
  const t = texts(lang);
  const here = `/statement/${contract.mid}/${payout.id}`;
  return renderPage({
    title: t('payout'),
    lang,
    theme: look,
    zone: contract.zone,
    body: (
      <Shell
        nav={[{ href: `/statement/${contract.mid}`, label: t('statement') }]}
        side={<LanguageSwitch languages={texts.languages} here={here} />}
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
                { term: t('count'), value: new Intl.NumberFormat(lang).format(totals.items) },
                { term: t('amount'), value: <Amount of={payout.amount} />, isTotal: true },
              ]}
            />
          </Card>
          {hasReport(payout).ok && <Report here={here} lang={lang} />}
          {totals.items > 0 && <Flow {...facts} />}
          <Reserves lang={lang} movements={facts.reserves} />
          <Items lang={lang} items={items} hasParts />
          <Pager
            path={here}
            next={next === undefined ? undefined : `after=${next}`}
            isFirst={isFirst}
            words={{ first: t('firstItems'), next: t('moreItems') }}
          />
        </Stack>
      </Shell>
    ),
  });
}

function Report({ here, lang }: Pick<PayoutFacts, 'lang'> & { readonly here: string }) {
  const t = texts(lang);
  return (
    <Row>
      <ButtonLink href={`${here}/report.pdf`} look="plain" icon="download">
        {t('reportPdf')}
      </ButtonLink>
      <ButtonLink href={`${here}/report.csv`} look="plain" icon="download">
        {t('reportCsv')}
      </ButtonLink>
    </Row>
  );
}

function Flow({ lang, bank, totals }: PayoutFacts) {
  const t = texts(lang);
  return (
    <MoneyFlow
      label={t('flow')}
      from={t('sales')}
      amount={totals.gross}
      parts={[
        { name: t('toMerchant'), amount: subtract(totals.net, totals.held) },
        ...(isZero(totals.held) ? [] : [{ name: t('toReserve'), amount: totals.held }]),
        { name: t('toIssuers'), amount: totals.interchange },
        { name: t('toNetwork'), amount: totals.schemeFee },
        { name: t('toBank', { bank }), amount: totals.margin },
      ]}
    />
  );
}
