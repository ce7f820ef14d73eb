// The pages of a challenge in the bank's colours: enter the code, or go back to the shop. Both work
// without a script; with one the way back is taken at once.

import {
  Amount,
  type Asset,
  Button,
  ButtonForm,
  Card,
  Empty,
  Facts,
  Field,
  Form,
  Notice,
  PageTitle,
  Row,
  renderPage,
  Shell,
  Stack,
  type Theme,
} from '@kassa/pages';
import type { Authentication } from './authentication.ts';
import type { StepNotice } from './errors.ts';
import { type AcsLanguage, texts } from './texts.ts';

export type AcsLook = {
  readonly theme: Theme;
  /** Sends the one form of the page. */
  readonly submitScript: Asset;
};

type CodePage = {
  readonly authentication: Authentication;
  readonly ticket: string;
  readonly lang: AcsLanguage;
  readonly notice: StepNotice | undefined;
};

export function codePage(look: AcsLook, page: CodePage): string {
  const { authentication: one, lang, notice } = page;
  const t = texts(lang);
  const phone = (one.phone ?? '').slice(-2);
  const action = `/acs/challenge/${one.acsTransId}`;
  const hidden = { ticket: page.ticket, turn: String(one.interactions) };
  return renderPage({
    title: t('title'),
    lang,
    theme: look.theme,
    body: (
      <Shell
        width="narrow"
        side={
          // A form of its own: the first button of the code's form is what Enter presses.
          <ButtonForm
            action={action}
            hidden={hidden}
            name="action"
            value="language"
            look="quiet"
            size="s"
            icon="globe"
          >
            {t('otherLanguage')}
          </ButtonForm>
        }
      >
        <Stack gap="l">
          <PageTitle lead={t('lead', { phone })}>{t('title')}</PageTitle>
          {notice && noticeOf(page, notice)}
          <Card>
            <Facts
              facts={[
                { term: t('shop'), value: one.merchantName },
                { term: t('card'), value: t('cardEnding', { last4: one.last4 ?? '' }) },
                { term: t('amount'), value: <Amount of={one.amount} />, isTotal: true },
              ]}
            />
          </Card>
          <Form action={action} hidden={hidden} noValidate>
            <Field
              name="code"
              label={t('code')}
              hint={t('codeHint')}
              error={errorOf(page)}
              look="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
              autoFocus
            />
            <Button size="l" wide name="action" value="confirm" icon="shield">
              {t('confirm')}
            </Button>
            <Row apart>
              <Button look="quiet" size="s" name="action" value="resend" formNoValidate>
                {t('resend')}
              </Button>
              <Button look="quiet" size="s" name="action" value="cancel" formNoValidate>
                {t('cancel')}
              </Button>
            </Row>
          </Form>
          <p className="small soft center">{t('neverTell')}</p>
        </Stack>
      </Shell>
    ),
  });
}

/** What goes wrong at the code stands at its field; the rest stands above. */
function errorOf({ authentication, lang, notice }: CodePage): string | undefined {
  const t = texts(lang);
  if (notice === 'wrong_code') return t('wrongCode', { count: authentication.triesLeft });
  if (notice === 'not_a_code') return t('notACode');
  if (notice === 'code_expired') return t('codeExpired');
  return undefined;
}

function noticeOf({ lang }: CodePage, notice: StepNotice) {
  const t = texts(lang);
  if (notice === 'code_sent_again') return <Notice tone="info">{t('codeSentAgain')}</Notice>;
  if (notice === 'no_more_codes') return <Notice tone="warn">{t('noMoreCodes')}</Notice>;
  return null;
}

type ReturnPage = {
  readonly authentication: Authentication;
  readonly lang: AcsLanguage;
  readonly notificationUrl: string;
  readonly cres: string;
};

/** The form that carries the CRes back; the script sends it, or the buyer's own hand. */
export function returnPage(look: AcsLook, page: ReturnPage): string {
  const { authentication: one, lang } = page;
  const t = texts(lang);
  const isDone = one.transStatus === 'Y';
  const sessionData = one.sessionData === null ? {} : { threeDSSessionData: one.sessionData };
  return renderPage({
    title: isDone ? t('doneTitle') : t('notDoneTitle'),
    lang,
    theme: look.theme,
    scripts: [look.submitScript],
    body: (
      <Shell width="narrow">
        <Empty
          level={1}
          icon={isDone ? 'done' : 'cross'}
          tone={isDone ? 'good' : 'warn'}
          title={isDone ? t('doneTitle') : t('notDoneTitle')}
        >
          <p>{wordsOf(one, lang)}</p>
          <Form
            action={page.notificationUrl}
            hidden={{ cres: page.cres, ...sessionData }}
            id="return"
          >
            <Button size="l" wide iconAfter="arrow-right">
              {t('continue')}
            </Button>
          </Form>
        </Empty>
      </Shell>
    ),
  });
}

function wordsOf(one: Authentication, lang: AcsLanguage): string {
  const t = texts(lang);
  if (one.transStatus === 'Y') return t('doneText');
  if (one.transStatusReason === '19') return t('tooManyText');
  return one.transStatus === 'U' ? t('timedOutText') : t('cancelledText');
}

export function unknownPage(look: AcsLook, lang: AcsLanguage): string {
  const t = texts(lang);
  return renderPage({
    title: t('unknownTitle'),
    lang,
    theme: look.theme,
    body: (
      <Shell width="narrow">
        <Empty level={1} icon="warning" tone="warn" title={t('unknownTitle')}>
          <p>{t('unknownText')}</p>
        </Empty>
      </Shell>
    ),
  });
}
