// The first page after log-in: every account with its balance, every card with its state.

import { Amount, ButtonLink, Card, Facts, Grid, Row, Stack, Status } from '@kassa/pages';
import type { Statement } from '../accounts/statement.ts';
import type { Card as BankCard, CardStatus } from '../cards/card.ts';
import { type PortalPage, portalPage } from './frame.tsx';
import type { LoggedIn } from './log-in.ts';
import { type PortalLanguage, texts } from './texts.ts';

export type Overview = {
  readonly statements: readonly Statement[];
  readonly cards: readonly BankCard[];
};

export function accountsPage(page: PortalPage, who: LoggedIn, overview: Overview): string {
  const t = texts(page.lang);
  return portalPage(page, {
    title: t('hello', { name: who.name }),
    who,
    body: (
      <Stack gap="xl">
        <Grid size="l">
          {overview.statements.map((statement) => (
            <AccountCard
              key={`${statement.account.bankAccountId} ${statement.account.currency}`}
              statement={statement}
              lang={page.lang}
            />
          ))}
        </Grid>
        <Row>
          <ButtonLink href="/mandates" look="plain" size="s">
            {t('mandates')}
          </ButtonLink>
        </Row>
        {overview.cards.length > 0 && (
          <Stack>
            <h2>{t('cards')}</h2>
            <Grid>
              {overview.cards.map((card) => (
                <Stack key={card.cardId} gap="s" className="plastic-side">
                  <Plastic card={card} name={who.name} lang={page.lang} />
                  <Row apart>
                    <CardState status={card.status} lang={page.lang} />
                    <ButtonLink href={`/cards/${card.cardId}`} look="plain" size="s">
                      {t('manage')}
                    </ButtonLink>
                  </Row>
                </Stack>
              ))}
            </Grid>
          </Stack>
        )}
      </Stack>
    ),
  });
}

function AccountCard(props: { statement: Statement; lang: PortalLanguage }) {
  const { statement, lang } = props;
  const { account } = statement;
  const t = texts(lang);
  return (
    <Card title={account.name}>
      <Stack>
        <p className="small soft mono">{spaced(account.iban)}</p>
        <Facts
          facts={[
            { term: t('balance'), value: <Amount of={statement.balance} size="l" /> },
            statement.reservedTotal.minor > 0n && {
              term: t('reserved'),
              value: <Amount of={statement.reservedTotal} />,
            },
            { term: t('available'), value: <Amount of={statement.available} />, isTotal: true },
          ]}
        />
        <Row>
          <ButtonLink
            href={`/accounts/${account.bankAccountId}?currency=${account.currency}`}
            look="plain"
            iconAfter="arrow-right"
          >
            {t('statement')}
          </ButtonLink>
        </Row>
      </Stack>
    </Card>
  );
}

/** The card as it lies in the hand, without its number: only the last digits are shown. */
export function Plastic(props: { card: BankCard; name: string; lang: PortalLanguage }) {
  const { card } = props;
  const off = card.status === 'active' ? '' : ' plastic-off';
  return (
    <div
      className={`plastic${off}`}
      role="img"
      aria-label={texts(props.lang)('cardEnding', { last4: card.last4 })}
    >
      <span className="plastic-chip" />
      <span className="plastic-number">•••• •••• •••• {card.last4}</span>
      <span className="plastic-row">
        <span className="plastic-small">{props.name}</span>
        <span className="plastic-small">
          {card.expiry.slice(2)}/{card.expiry.slice(0, 2)}
        </span>
      </span>
    </div>
  );
}

export function CardState(props: { status: CardStatus; lang: PortalLanguage }) {
  const tone = props.status === 'active' ? 'good' : props.status === 'frozen' ? 'info' : 'bad';
  return <Status tone={tone}>{texts(props.lang)(props.status)}</Status>;
}

/** IBANs are read in groups of four. */
export function spaced(iban: string): string {
  return iban.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
