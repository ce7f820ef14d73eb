// What the customer has agreed to: who may collect from which account, and how much at once.

import {
  Amount,
  Button,
  Card,
  Empty,
  Facts,
  Field,
  Notice,
  Row,
  Select,
  Stack,
  Status,
  When,
} from '@kassa/pages';
import type { SubAccount } from '../accounts/store.ts';
import type { MandateEntry, MandateRefusal } from '../mandates/give-mandate.ts';
import type { Mandate } from '../mandates/mandate.ts';
import { type PortalPage, portalPage } from './frame.tsx';
import type { LoggedIn } from './log-in.ts';
import { type PortalLanguage, texts } from './texts.ts';

export type MandatesShown = {
  readonly accounts: readonly SubAccount[];
  readonly mandates: readonly Mandate[];
  /** What was typed and did not do. */
  readonly wrong?: { readonly entry: MandateEntry; readonly refusal: MandateRefusal };
};

export function mandatesPage(page: PortalPage, who: LoggedIn, shown: MandatesShown): string {
  const t = texts(page.lang);
  return portalPage(page, {
    title: t('mandates'),
    lead: t('mandatesLead'),
    who,
    width: 'text',
    body: (
      <Stack gap="l">
        {shown.mandates.length === 0 ? (
          <Empty icon="receipt" title={t('noMandates')} />
        ) : (
          shown.mandates.map((mandate) => (
            <OneMandate
              key={`${mandate.bankAccountId} ${mandate.creditorId} ${mandate.mandateId}`}
              mandate={mandate}
              accounts={shown.accounts}
              lang={page.lang}
            />
          ))
        )}
        <NewMandate shown={shown} lang={page.lang} />
      </Stack>
    ),
  });
}

function OneMandate(props: {
  mandate: Mandate;
  accounts: readonly SubAccount[];
  lang: PortalLanguage;
}) {
  const { mandate } = props;
  const t = texts(props.lang);
  const stands = mandate.cancelledAtMs === null;
  const account = props.accounts.find((one) => one.bankAccountId === mandate.bankAccountId);
  return (
    <Card title={mandate.creditorName}>
      <Stack>
        <Row apart>
          <span className="mono small">{mandate.creditorId}</span>
          <Status tone={stands ? 'good' : 'plain'}>{t(stands ? 'stands' : 'takenBack')}</Status>
        </Row>
        <Facts
          facts={[
            { term: t('mandateId'), value: mandate.mandateId },
            { term: t('account'), value: account?.name ?? mandate.bankAccountId },
            { term: t('givenOn'), value: <When at={mandate.givenAtMs} show="date" /> },
            mandate.paymentMax && {
              term: t('collectionMax'),
              value: <Amount of={mandate.paymentMax} />,
            },
          ]}
        />
        {stands && (
          <form method="post" action="/mandates/cancel">
            <input type="hidden" name="account" value={mandate.bankAccountId} />
            <input type="hidden" name="creditorId" value={mandate.creditorId} />
            <input type="hidden" name="mandateId" value={mandate.mandateId} />
            <Button look="plain" size="s">
              {t('takeBack')}
            </Button>
          </form>
        )}
      </Stack>
    </Card>
  );
}

function NewMandate({ shown, lang }: { shown: MandatesShown; lang: PortalLanguage }) {
  const t = texts(lang);
  const { entry, refusal } = shown.wrong ?? {};
  return (
    <Card title={t('newMandate')} look="flat">
      <form method="post" action="/mandates">
        <Stack>
          {refusal && <Notice tone="bad">{t(`mandate_${refusal}`)}</Notice>}
          <Select
            label={t('account')}
            name="account"
            options={shown.accounts.map((one) => ({
              value: `${one.bankAccountId} ${one.currency}`,
              label: `${one.name} · ${one.currency}`,
            }))}
          />
          <Field label={t('creditorName')} name="creditorName" value={entry?.creditorName ?? ''} />
          <Field label={t('creditorId')} name="creditorId" value={entry?.creditorId ?? ''} />
          <Field label={t('mandateId')} name="mandateId" value={entry?.mandateId ?? ''} />
          <Field
            label={t('collectionMax')}
            name="paymentMax"
            hint={t('collectionMaxHint')}
            look="short"
            value={entry?.paymentMax ?? ''}
          />
          <Button>{t('giveMandate')}</Button>
        </Stack>
      </form>
    </Card>
  );
}
