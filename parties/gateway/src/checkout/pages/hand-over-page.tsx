// The two ends of the way to the cardholder's bank. Out: a form that posts the CReq to the ACS (EMV
// 3DS 2.2.0, 5.8.1), by itself once, else by its button. Back: a page that ends the bank's own form
// post, since a redirect from there on to the shop would break the bank's form-action policy.

import type { Money } from '@kassa/money';
import {
  Amount,
  type Asset,
  Button,
  ButtonLink,
  Card,
  Form,
  Icon,
  renderPage,
  type Theme,
  Waiting,
} from '@kassa/pages';
import { Frame } from './frame.tsx';
import { type Lang, texts } from './texts.ts';

export type HandOver = {
  readonly shop: string;
  readonly look: Theme;
  readonly lang: Lang;
  readonly acsUrl: string;
  /** base64url of the CReq's JSON. */
  readonly creq: string;
  readonly sessionData: string | undefined;
  readonly amount: Money | undefined;
  readonly isTest: boolean;
  readonly island: Asset;
};

export function renderHandOver(page: HandOver): string {
  const { shop, lang } = page;
  const t = texts(lang);
  const session = page.sessionData === undefined ? {} : { threeDSSessionData: page.sessionData };
  return renderPage({
    title: t('handOver'),
    lang,
    theme: page.look,
    scripts: [page.island],
    body: (
      <Frame t={t} lang={lang} here={null} shop={shop} isTest={page.isTest}>
        <Card>
          <div className="wait">
            <Waiting label={t('waitMark')} />
            <h1>{t('handOver')}</h1>
            <p className="lead">{t('handOverLead')}</p>
            {page.amount && (
              <p>
                {shop} · <Amount of={page.amount} size="l" />
              </p>
            )}
            <ul className="wait-facts">
              <li>{t('handOverCode')}</li>
              <li>{t('handOverSafe', { shop })}</li>
              <li>{t('handOverCharge')}</li>
            </ul>
            <div id="hand-over">
              <Form action={page.acsUrl} hidden={{ creq: page.creq, ...session }}>
                <Button size="l" wide iconAfter="arrow-right">
                  {t('handOverGo')}
                </Button>
              </Form>
            </div>
            <p className="small soft lines-shop">
              <Icon name="bank" />
              <span>{t('handOverWhere', { host: new URL(page.acsUrl).host })}</span>
            </p>
          </div>
        </Card>
      </Frame>
    ),
  });
}

export type Returning = {
  readonly shop: string;
  readonly look: Theme;
  readonly lang: Lang;
  readonly url: string;
  readonly isTest: boolean;
};

export function renderReturning(page: Returning): string {
  const { shop, lang, url } = page;
  const t = texts(lang);
  return renderPage({
    title: t('returning'),
    lang,
    theme: page.look,
    // At once: nobody has begun to read (WCAG technique H76).
    refresh: { seconds: 0, to: url },
    body: (
      <Frame t={t} lang={lang} here={null} shop={shop} isTest={page.isTest}>
        <Card>
          <div className="wait">
            <Waiting label={t('waitMark')} />
            <h1>{t('returning')}</h1>
            <p className="lead">{t('returningText')}</p>
            <ButtonLink href={url}>{t('returningGo')}</ButtonLink>
          </div>
        </Card>
      </Frame>
    ),
  });
}
