// A receipt as the shopper reads it: what was paid, to whom, with which card, and what came back.

import { money } from '@kassa/money';
import {
  Amount,
  Card,
  catalogue,
  Empty,
  Facts,
  PageTitle,
  renderPage,
  Shell,
  Stack,
  When,
} from '@kassa/pages';
import { plainLook } from '../authentication/plain-pages.tsx';
import type { Merchant } from '../merchants/merchant.ts';
import { notesOf } from '../payments/evolve.ts';
import { capturedOf } from '../payments/intent.ts';
import type { FoundCharge } from '../payments/list-charges.ts';

export const texts = catalogue({
  en: {
    title: 'Receipt from {shop}',
    paid: 'Paid',
    held: 'Held on the card',
    heldText: 'The shop has not taken the money yet; what it does not take is let go.',
    released: 'Let go',
    releasedText: 'The money was held, and is free again. Nothing was charged.',
    refunded: 'Given back',
    kept: 'Remains',
    when: 'Date',
    card: 'Card',
    what: 'For',
    statement: 'On your statement as',
    number: 'Number',
    missingTitle: 'There is no such receipt',
    missingText: 'The address may be cut off. Ask the shop for it again.',
  },
  bs: {
    title: 'Račun: {shop}',
    paid: 'Plaćeno',
    held: 'Rezervisano na kartici',
    heldText: 'Prodavnica još nije naplatila novac; što ne naplati, oslobađa se.',
    released: 'Oslobođeno',
    releasedText: 'Novac je bio rezervisan i ponovo je slobodan. Ništa nije naplaćeno.',
    refunded: 'Vraćeno',
    kept: 'Ostaje',
    when: 'Datum',
    card: 'Kartica',
    what: 'Za',
    statement: 'Na vašem izvodu kao',
    number: 'Broj',
    missingTitle: 'Takav račun ne postoji',
    missingText: 'Adresa je možda nepotpuna. Zatražite je ponovo od prodavnice.',
  },
});

export type Lang = 'en' | 'bs';

export function receiptPage(found: FoundCharge, { name: shop }: Merchant, lang: Lang): string {
  const t = texts(lang);
  const { charge, intent, method } = found;
  const { id, state, amount, statement, createdAtMs } = charge;
  const captured = capturedOf(charge);
  const taken = money(amount.currency, captured?.capturedMinor ?? 0n);
  const back = money(amount.currency, captured?.refundedMinor ?? 0n);
  const left = money(amount.currency, taken.minor - back.minor);
  const { description } = notesOf(charge, intent);
  const isBack = back.minor > 0n;
  const isAllBack = isBack && left.minor === 0n;
  const isHeld = state.kind === 'authorized' || state.kind === 'partly_captured';
  const isReleased = state.kind === 'released';
  const isTaken = captured !== undefined;
  return renderPage({
    title: t('title', { shop }),
    lang,
    theme: plainLook,
    body: (
      <Shell width="text">
        <Stack gap="l">
          <PageTitle>{t('title', { shop })}</PageTitle>
          <Card>
            {isHeld && <p>{t('heldText')}</p>}
            {isReleased && <p>{t('releasedText')}</p>}
            <Facts
              facts={[
                description !== null && { term: t('what'), value: description },
                { term: t('when'), value: <When at={createdAtMs} /> },
                method !== null && { term: t('card'), value: cardWords(method.face) },
                statement !== null && { term: t('statement'), value: statement },
                { term: t('number'), value: <span className="mono">{id}</span> },
                isHeld && !isTaken && { term: t('held'), value: <Amount of={amount} /> },
                isReleased && { term: t('released'), value: <Amount of={amount} /> },
                isTaken && { term: t('paid'), value: <Amount of={taken} />, isTotal: !isBack },
                isBack && { term: t('refunded'), value: <Amount of={back} />, isTotal: isAllBack },
                isBack &&
                  !isAllBack && { term: t('kept'), value: <Amount of={left} />, isTotal: true },
              ]}
            />
          </Card>
        </Stack>
      </Shell>
    ),
  });
}

type Face = NonNullable<FoundCharge['method']>['face'];

const cardWords = ({ brand, last4 }: Face): string =>
  `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)} •••• ${last4}`;

export function noReceiptPage(lang: Lang): string {
  const t = texts(lang);
  return renderPage({
    title: t('missingTitle'),
    lang,
    theme: plainLook,
    body: (
      <Shell width="text">
        <Empty level={1} icon="search" title={t('missingTitle')} tone="plain">
          <p>{t('missingText')}</p>
        </Empty>
      </Shell>
    ),
  });
}
