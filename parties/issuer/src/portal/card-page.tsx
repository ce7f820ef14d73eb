// One card: freeze and unfreeze, report it lost, set its limits [D14, V10].

import {
  Button,
  ButtonForm,
  Card,
  Checkbox,
  Field,
  Fields,
  Form,
  localeOf,
  More,
  Notice,
  Row,
  Split,
  Stack,
} from '@kassa/pages';
import type { Card as BankCard } from '../cards/card.ts';
import { CardState, Plastic } from './accounts-page.tsx';
import { type PortalPage, portalPage } from './frame.tsx';
import { type LimitField, type LimitsEntry, typedAmount } from './limits-form.ts';
import type { LoggedIn } from './log-in.ts';
import { texts } from './texts.ts';

export type CardPageNews =
  | { readonly kind: 'saved' | 'status_changed' | 'not_possible' }
  | {
      readonly kind: 'wrong';
      readonly entry: LimitsEntry;
      readonly errors: Readonly<Partial<Record<LimitField, 'bad_amount' | 'bad_count'>>>;
    };

export function cardPage(
  page: PortalPage,
  who: LoggedIn,
  card: BankCard,
  news: CardPageNews | undefined,
): string {
  const t = texts(page.lang);
  return portalPage(page, {
    title: t('cardEnding', { last4: card.last4 }),
    who,
    body: (
      <Stack gap="l">
        {news && <News page={page} news={news} />}
        <Split
          even
          main={
            <Stack className="plastic-side">
              <Plastic card={card} name={who.name} lang={page.lang} />
              <Row>
                <CardState status={card.status} lang={page.lang} />
              </Row>
              <StatusForms page={page} card={card} />
            </Stack>
          }
          aside={<Limits page={page} card={card} news={news} />}
        />
      </Stack>
    ),
  });
}

function News({ page, news }: { page: PortalPage; news: CardPageNews }) {
  const t = texts(page.lang);
  switch (news.kind) {
    case 'saved':
      return <Notice tone="good">{t('saved')}</Notice>;
    case 'status_changed':
      return <Notice tone="good">{t('statusChanged')}</Notice>;
    case 'not_possible':
      return <Notice tone="warn">{t('notPossible')}</Notice>;
    case 'wrong':
      return null;
  }
}

function StatusForms({ page, card }: { page: PortalPage; card: BankCard }) {
  const t = texts(page.lang);
  const action = `/cards/${card.cardId}/status`;
  if (card.status !== 'active' && card.status !== 'frozen') return null;
  const isFrozen = card.status === 'frozen';
  return (
    <Stack>
      <Card look="flat">
        <Stack gap="s">
          <p className="small">{t('freezeText')}</p>
          <ButtonForm
            action={action}
            hidden={{ status: isFrozen ? 'active' : 'frozen' }}
            look={isFrozen ? 'main' : 'plain'}
            icon="snow"
            wide
          >
            {isFrozen ? t('unfreeze') : t('freeze')}
          </ButtonForm>
        </Stack>
      </Card>
      <More summary={t('report')}>
        <Stack gap="s">
          <p className="small">{t('reportText')}</p>
          <ButtonForm action={action} hidden={{ status: 'lost' }} look="danger" wide>
            {t('reportSure')}
          </ButtonForm>
        </Stack>
      </More>
    </Stack>
  );
}

function Limits(props: { page: PortalPage; card: BankCard; news: CardPageNews | undefined }) {
  const { page, card, news } = props;
  const t = texts(page.lang);
  const { limits, currency } = card;
  const wrong = news?.kind === 'wrong' ? news : undefined;
  const amount = (minor: bigint | null) =>
    minor === null ? '' : typedAmount({ currency, minor }, localeOf(page.lang));
  const errorOf = (name: LimitField) => {
    const error = wrong?.errors[name];
    return error && (error === 'bad_amount' ? t('badAmount') : t('badCount'));
  };
  const field = (name: LimitField, label: string, kept: string) => (
    <Field
      name={name}
      label={label}
      value={wrong?.entry[name] ?? kept}
      error={errorOf(name)}
      inputMode={name === 'dayCount' ? 'numeric' : 'decimal'}
      required={false}
      maxLength={20}
    />
  );
  const count = limits.dayCountMax === null ? '' : String(limits.dayCountMax);
  return (
    <Card title={t('limits')}>
      <Form action={`/cards/${card.cardId}/limits`} noValidate>
        <p className="small soft">{t('limitsLead', { currency })}</p>
        <Fields>
          {field('paymentMax', t('paymentMax'), amount(limits.paymentMaxMinor))}
          {field('onlineMax', t('onlineMax'), amount(limits.onlineMaxMinor))}
          {field('dayMax', t('dayMax'), amount(limits.dayMaxMinor))}
          {field('dayCount', t('dayCount'), count)}
        </Fields>
        <Checkbox
          name="online"
          label={t('online')}
          checked={wrong ? wrong.entry.online : limits.isOnlineAllowed}
        />
        <Checkbox
          name="crossBorder"
          label={t('crossBorder')}
          checked={wrong ? wrong.entry.crossBorder : limits.isCrossBorderAllowed}
        />
        <Button>{t('save')}</Button>
      </Form>
    </Card>
  );
}
