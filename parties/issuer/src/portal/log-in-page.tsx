import { Button, Card, Field, Form, Notice } from '@kassa/pages';
import { type PortalPage, portalPage } from './frame.tsx';
import type { LoginRefusal } from './log-in.ts';
import { texts } from './texts.ts';

export function logInPage(
  page: PortalPage,
  entry: { readonly number: string; readonly refusal?: LoginRefusal },
): string {
  const t = texts(page.lang);
  const { refusal } = entry;
  return portalPage(page, {
    title: t('welcome'),
    lead: t('welcomeLead'),
    width: 'narrow',
    body: (
      <Card>
        <Form action="/log-in">
          {refusal && (
            <Notice tone="bad">
              {refusal.code === 'wrong' ? t('logInWrong') : t('logInTooMany')}
            </Notice>
          )}
          <Field
            name="number"
            label={t('number')}
            value={entry.number}
            autoComplete="username"
            inputMode="numeric"
            maxLength={40}
          />
          <Field
            name="password"
            type="password"
            label={t('password')}
            autoComplete="current-password"
            maxLength={200}
          />
          <Button size="l" wide icon="lock">
            {t('logIn')}
          </Button>
        </Form>
      </Card>
    ),
  });
}
