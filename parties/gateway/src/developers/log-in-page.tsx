import { Button, Card, Field, Form, Notice } from '@kassa/pages';
import { type DeveloperPage, developerPage } from './frame.tsx';
import { texts } from './texts.ts';

type LogIn = {
  readonly next: string;
  readonly refusal?: 'wrong' | 'too_many';
  /** The key that opened the session is no more. */
  readonly news?: 'revoked';
};

export function logInPage(page: DeveloperPage, { next, refusal, news }: LogIn): string {
  const t = texts(page.lang);
  return developerPage(page, {
    title: t('logInTitle'),
    lead: t('logInLead'),
    width: 'narrow',
    body: (
      <Card>
        <Form action="/developers/log-in" hidden={{ next }}>
          {news && <Notice tone="good">{t('keyRevokedNow')}</Notice>}
          {refusal && (
            <Notice tone="bad">{refusal === 'wrong' ? t('logInWrong') : t('logInTooMany')}</Notice>
          )}
          <Field
            name="key"
            type="password"
            label={t('secretKey')}
            hint={t('secretKeyHint')}
            autoComplete="current-password"
            spellCheck={false}
            maxLength={300}
          />
          <Button size="l" wide icon="lock">
            {t('logIn')}
          </Button>
        </Form>
      </Card>
    ),
  });
}
