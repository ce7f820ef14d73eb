// The two pages of the way back that have no shop's page to lead to: still waiting for the bank, and
// arrived with nowhere to go. English and Bosnian, in the house's look.

import { catalogue, Empty, renderPage, Shell, type Theme, theme, Waiting } from '@kassa/pages';
import type { Merchant } from '../merchants/merchant.ts';
import type { Subject } from './ports.ts';

const texts = catalogue({
  en: {
    waitTitle: 'Waiting for your bank',
    waitText:
      'You have been with your bank; its answer to us is still on its way. Nothing is charged until it has come. This page looks again by itself.',
    paidTitle: 'The payment is made',
    paidText: 'You may close this page.',
    openTitle: 'The payment has not been made',
    openText: 'Nothing was charged. Go back to the shop and try again.',
    keptTitle: 'The card is saved',
    keptText: 'You may close this page.',
    notKeptTitle: 'The card has not been saved',
    notKeptText: 'Nothing was charged. Go back to the shop and try again.',
    sentTitle: 'Your bank has not answered yet',
    sentText:
      'You will not be charged twice. The shop learns the result as soon as it is known; you may close this page.',
    unknownTitle: 'There is no such confirmation',
    unknownText: 'The address may be old or cut off. Go back to the shop and start again.',
  },
  bs: {
    waitTitle: 'Čekamo vašu banku',
    waitText:
      'Bili ste kod svoje banke; njen odgovor je još na putu. Ništa se ne naplaćuje dok ne stigne. Ova stranica sama ponovo gleda.',
    paidTitle: 'Plaćanje je obavljeno',
    paidText: 'Možete zatvoriti ovu stranicu.',
    openTitle: 'Plaćanje nije obavljeno',
    openText: 'Ništa nije naplaćeno. Vratite se u prodavnicu i pokušajte ponovo.',
    keptTitle: 'Kartica je sačuvana',
    keptText: 'Možete zatvoriti ovu stranicu.',
    notKeptTitle: 'Kartica nije sačuvana',
    notKeptText: 'Ništa nije naplaćeno. Vratite se u prodavnicu i pokušajte ponovo.',
    sentTitle: 'Vaša banka još nije odgovorila',
    sentText:
      'Nećete platiti dva puta. Prodavnica će saznati ishod čim bude poznat; možete zatvoriti ovu stranicu.',
    unknownTitle: 'Takva potvrda ne postoji',
    unknownText: 'Adresa je možda stara ili nepotpuna. Vratite se u prodavnicu i počnite ponovo.',
  },
});

type Lang = 'en' | 'bs';
const langOf = (merchant: Merchant | null): Lang => (merchant?.language === 'bs' ? 'bs' : 'en');

const logo = `<svg viewBox="0 0 128 32" width="128" height="32" aria-hidden="true">
<rect x="1" y="3" width="26" height="26" rx="7" fill="#1d4f5c"/>
<path d="M9.500 9v14M9.500 16l9-7M12.500 14l7 9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>
<text x="37" y="23" font-family="inherit" font-size="21" font-weight="800" letter-spacing="-.4" fill="currentColor">Kassa</text>
</svg>`;

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#1d4f5c"/>
<path d="M11 9v14M11 16l10-7M14 14l8 9" fill="none" stroke="#fff" stroke-width="3.200" stroke-linecap="round"/></svg>`;

export const plainLook: Theme = theme({
  name: 'Kassa',
  colour: '#1d4f5c',
  accent: '#e3a857',
  radius: 'soft',
  font: 'plain',
  logo,
  icon,
});

const againAfterSeconds = 3;

export function waitingPage(merchant: Merchant, again: string): string {
  const lang = langOf(merchant);
  const t = texts(lang);
  return renderPage({
    title: t('waitTitle'),
    lang,
    theme: plainLook,
    refresh: { seconds: againAfterSeconds, to: again },
    body: (
      <Shell width="text">
        <Waiting label={t('waitTitle')} />
        <h1>{t('waitTitle')}</h1>
        <p>{t('waitText')}</p>
      </Shell>
    ),
  });
}

export function donePage(
  merchant: Merchant,
  { progress, isPayment }: { readonly progress: Subject['progress']; readonly isPayment: boolean },
): string {
  if (progress === 'done') return plainPage(merchant, isPayment ? 'paid' : 'kept', 'done');
  if (progress === 'under_way') return plainPage(merchant, 'sent', 'info');
  return plainPage(merchant, isPayment ? 'open' : 'notKept', 'info');
}

export function unknownPage(): string {
  return plainPage(null, 'unknown', 'info');
}

function plainPage(
  merchant: Merchant | null,
  what: 'paid' | 'kept' | 'open' | 'notKept' | 'sent' | 'unknown',
  icon: 'done' | 'info',
): string {
  const lang = langOf(merchant);
  const t = texts(lang);
  const title = t(`${what}Title`);
  return renderPage({
    title,
    lang,
    theme: plainLook,
    body: (
      <Shell width="text">
        <Empty level={1} icon={icon} title={title} tone={icon === 'done' ? 'good' : 'info'}>
          <p>{t(`${what}Text`)}</p>
        </Empty>
      </Shell>
    ),
  });
}
