// One dispute of a cardholder: where it stands, the credit for now, what the shop shows, the holder's own
// answer while there is time for it, and everything that has happened.

import { cardholderDocuments } from '@kassa/clearing-file';
import {
  Amount,
  Button,
  Card,
  Checkbox,
  Facts,
  Form,
  Notice,
  Stack,
  TextArea,
  When,
} from '@kassa/pages';
import { type PortalPage, portalPage } from '../../portal/frame.tsx';
import type { LoggedIn } from '../../portal/log-in.ts';
import type { PortalLanguage } from '../../portal/texts.ts';
import type { Dispute } from '../dispute.ts';
import { lifeOf } from './life.ts';
import { DisputeStatus, documentWords } from './shown.tsx';
import { texts } from './texts.ts';

export const newsKinds = ['sent', 'answered', 'not_asked', 'late', 'tellMissing'] as const;
export type DisputeNews = (typeof newsKinds)[number];

type Shown = { readonly dispute: Dispute; readonly news: DisputeNews | undefined };

export function disputePage(page: PortalPage, who: LoggedIn, { dispute, news }: Shown): string {
  const { lang } = page;
  const t = texts(lang);
  const isOpen = dispute.endedAtMs === null;
  return portalPage(page, {
    title: dispute.merchantName,
    lead: <DisputeStatus state={dispute.state} lang={lang} />,
    who,
    width: 'text',
    body: (
      <Stack gap="l">
        {news && (
          <Notice tone={news === 'sent' || news === 'answered' ? 'good' : 'warn'}>{t(news)}</Notice>
        )}
        <Card look="tint">
          <Facts
            facts={[
              { term: t(dispute.reason), value: <Amount of={dispute.billed} size="l" /> },
              isOpen && { term: t('credited'), value: <Amount of={dispute.billed} /> },
            ]}
          />
          {isOpen && <p className="small soft">{t('creditedText')}</p>}
        </Card>
        {dispute.state === 'represented' && <AnswerForms dispute={dispute} lang={lang} />}
        <Life dispute={dispute} lang={lang} />
      </Stack>
    ),
  });
}

type Of = { readonly dispute: Dispute; readonly lang: PortalLanguage };

function AnswerForms({ dispute, lang }: Of) {
  const t = texts(lang);
  const action = `/disputes/${dispute.id}/answer`;
  return (
    <>
      <Card title={t('askedTitle')}>
        <Stack>
          <p>
            {t('askedLead')}{' '}
            {dispute.holderDueAtMs !== null && (
              <>
                {t('until')} <When at={dispute.holderDueAtMs} />.
              </>
            )}
          </p>
          <Form action={action} hidden={{ says: 'insist' }}>
            <TextArea name="text" label={t('tell')} hint={t('tellHint')} maxLength={500} required />
            <fieldset>
              <legend>{t('have')}</legend>
              {cardholderDocuments.map((one) => (
                <Checkbox key={one} name={`has_${one}`} value="yes" label={t(one)} />
              ))}
            </fieldset>
            <Button>{t('insist')}</Button>
          </Form>
        </Stack>
      </Card>
      <Card look="flat">
        <Form action={action} hidden={{ says: 'withdraw' }}>
          <p className="small soft">{t('withdrawLead')}</p>
          <Button look="plain">{t('withdraw')}</Button>
        </Form>
      </Card>
    </>
  );
}

function Life({ dispute, lang }: Of) {
  const t = texts(lang);
  return (
    <Card title={t('life')}>
      <ol className="statement">
        {lifeOf(dispute).map(({ word, atMs, said }) => (
          <li key={word}>
            <span className="statement-what">{t(word)}</span>
            <span>
              <When at={atMs} />
            </span>
            <span className="statement-note">
              {said.documents.length > 0 &&
                t('shows', { what: documentWords(said.documents, lang) })}
              {said.documents.length > 0 && said.text !== '' && ' · '}
              {said.text}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
