// One account: what was booked with the balance after each line, and apart what is only reserved.

import { Amount, Button, Card, Empty, Facts, Field, Stack, Status, When } from '@kassa/pages';
import type { PlainDate } from '@kassa/time';
import type { Statement, StatementLine } from '../accounts/statement.ts';
import type { StoredAuthorization } from '../authorization/decode-authorization.ts';
import { spaced } from './accounts-page.tsx';
import { type PortalPage, portalPage } from './frame.tsx';
import type { LoggedIn } from './log-in.ts';
import { type PortalLanguage, texts } from './texts.ts';

/** `latest`: the last day of which there is a file. */
export type Shown = Statement & { readonly latest: PlainDate };

export function statementPage(page: PortalPage, who: LoggedIn, statement: Shown): string {
  const { account } = statement;
  const t = texts(page.lang);
  const creditLine = { currency: account.currency, minor: account.creditLineMinor };
  return portalPage(page, {
    title: account.name,
    lead: <span className="mono">{spaced(account.iban)}</span>,
    who,
    width: 'text',
    body: (
      <Stack gap="l">
        <Card look="tint">
          <Facts
            facts={[
              { term: t('balance'), value: <Amount of={statement.balance} size="l" /> },
              { term: t('reserved'), value: <Amount of={statement.reservedTotal} /> },
              creditLine.minor > 0n && { term: t('creditLine'), value: <Amount of={creditLine} /> },
              { term: t('available'), value: <Amount of={statement.available} />, isTotal: true },
            ]}
          />
        </Card>
        {statement.reserved.length > 0 && <Reserved statement={statement} lang={page.lang} />}
        <Card title={t('statement')}>
          {statement.lines.length === 0 ? (
            <Empty icon="receipt" title={t('noLines')} />
          ) : (
            <ol className="statement">
              {statement.lines.map((line) => (
                <Line key={line.id} line={line} lang={page.lang} />
              ))}
            </ol>
          )}
        </Card>
        <Card title={t('statementFile')} look="flat">
          <form method="get" action={`/accounts/${account.bankAccountId}/statement`}>
            <Stack>
              <p className="small soft">{t('statementFileLead')}</p>
              <Field
                label={t('day')}
                name="date"
                type="date"
                look="short"
                value={statement.latest}
                max={statement.latest}
              />
              <Button>{t('download')}</Button>
            </Stack>
          </form>
        </Card>
      </Stack>
    ),
  });
}

function Reserved(props: { statement: Statement; lang: PortalLanguage }) {
  const t = texts(props.lang);
  return (
    <Card title={t('reservedTitle')} look="flat">
      <p className="small soft">{t('reservedLead')}</p>
      <ol className="statement">
        {props.statement.reserved.map((hold) => (
          <Hold key={hold.authorizationId} hold={hold} lang={props.lang} />
        ))}
      </ol>
    </Card>
  );
}

function Hold({ hold, lang }: { hold: StoredAuthorization; lang: PortalLanguage }) {
  const t = texts(lang);
  const { billed, amount } = hold;
  if (!billed) return null;
  const isForeign = amount.currency !== billed.currency;
  return (
    <li>
      <span className="statement-what">{hold.merchantName}</span>
      <Amount of={{ currency: billed.currency, minor: -hold.heldMinor }} />
      <span className="statement-note">
        <When at={hold.decidedAtMs} />
        {hold.merchantCity && ` · ${hold.merchantCity}`}
        {isForeign && (
          <>
            {' · '}
            <Amount of={amount} /> {t('paidThere')}
          </>
        )}
        {hold.holdExpiresAtMs !== null && (
          <>
            {' · '}
            {t('until')} <When at={hold.holdExpiresAtMs} show="date" />
          </>
        )}
      </span>
    </li>
  );
}

function Line({ line, lang }: { line: StatementLine; lang: PortalLanguage }) {
  const t = texts(lang);
  const what = line.what === 'Opening balance' ? t('opening') : line.what;
  return (
    <li>
      <span className="statement-what">
        {what} {line.isRefund && <Status tone="good">{t('refund')}</Status>}
      </span>
      <Amount of={line.amount} signed />
      <span className="statement-note">
        <When at={line.at} show="date" />
        {line.note && ` · ${line.note}`}
        {line.foreign && (
          <>
            {' · '}
            <Amount of={line.foreign.amount} /> {t('paidThere')}
            {line.foreign.fee.minor > 0n && (
              <>
                {' · '}
                {t('fee')} <Amount of={line.foreign.fee} />
              </>
            )}
          </>
        )}
      </span>
      <span className="statement-after">
        {t('balanceAfter')} <Amount of={line.after} />
      </span>
    </li>
  );
}
