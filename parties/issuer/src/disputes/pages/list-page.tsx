// A customer's disputes, and the purchases that may still be disputed.

import { Amount, ButtonLink, Card, Empty, Stack, When } from '@kassa/pages';
import { type PortalPage, portalPage } from '../../portal/frame.tsx';
import type { LoggedIn } from '../../portal/log-in.ts';
import type { Dispute } from '../dispute.ts';
import type { Purchase } from '../store.ts';
import { DisputeStatus } from './shown.tsx';
import { texts } from './texts.ts';

export type Listed = {
  readonly disputes: readonly Dispute[];
  readonly purchases: readonly Purchase[];
};

export function listPage(page: PortalPage, who: LoggedIn, { disputes, purchases }: Listed): string {
  const { lang } = page;
  const t = texts(lang);
  return portalPage(page, {
    title: t('disputes'),
    lead: t('lead'),
    who,
    body: (
      <Stack gap="l">
        <Card title={t('yours')}>
          {disputes.length === 0 ? (
            <Empty icon="receipt" title={t('none')} />
          ) : (
            <ol className="statement">
              {disputes.map(({ id, merchantName, state, claimedAtMs, billed }) => (
                <li key={id}>
                  <span className="statement-what">
                    <a href={`/disputes/${id}`}>{merchantName}</a>
                  </span>
                  <Amount of={billed} />
                  <span className="statement-note">
                    <When at={claimedAtMs} show="date" />
                  </span>
                  <span className="statement-after">
                    <DisputeStatus state={state} lang={lang} />
                  </span>
                </li>
              ))}
            </ol>
          )}
        </Card>
        <Card title={t('purchases')}>
          {purchases.length === 0 ? (
            <p className="soft">{t('noPurchases')}</p>
          ) : (
            <ol className="statement">
              {purchases.map(({ arn, merchantName, billed, bookedAtMs }) => (
                <li key={arn}>
                  <span className="statement-what">{merchantName}</span>
                  <Amount of={billed} />
                  <span className="statement-note">
                    <When at={bookedAtMs} show="date" />
                  </span>
                  <span className="statement-after">
                    <ButtonLink href={`/disputes/new?arn=${arn}`} look="plain" size="s">
                      {t('dispute')}
                    </ButtonLink>
                  </span>
                </li>
              ))}
            </ol>
          )}
        </Card>
      </Stack>
    ),
  });
}
