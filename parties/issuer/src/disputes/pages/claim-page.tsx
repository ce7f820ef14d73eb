// One purchase, and what went wrong with it.

import {
  Amount,
  Button,
  Card,
  Facts,
  Form,
  Notice,
  RadioGroup,
  Stack,
  TextArea,
  When,
} from '@kassa/pages';
import { type PortalPage, portalPage } from '../../portal/frame.tsx';
import type { LoggedIn } from '../../portal/log-in.ts';
import type { ClaimRefusal } from '../decide.ts';
import { claimReasons } from '../dispute.ts';
import type { Purchase } from '../store.ts';
import { texts } from './texts.ts';

export type ClaimEntry = { readonly reason?: string | undefined; readonly text: string };

/** `wrong`: what is missing, or why it may not be disputed. */
export function claimPage(
  page: PortalPage,
  who: LoggedIn,
  shown: {
    readonly purchase: Purchase;
    readonly entry: ClaimEntry;
    readonly wrong?: ClaimRefusal | 'whyMissing' | 'tellMissing' | undefined;
  },
): string {
  const t = texts(page.lang);
  const { purchase, entry, wrong } = shown;
  const isRefused = wrong !== undefined && wrong !== 'whyMissing' && wrong !== 'tellMissing';
  return portalPage(page, {
    title: t('claimTitle'),
    who,
    width: 'text',
    body: (
      <Stack gap="l">
        {isRefused && <Notice tone="bad">{t(wrong)}</Notice>}
        <Card look="tint">
          <Facts
            facts={[
              { term: purchase.merchantName, value: <Amount of={purchase.billed} size="l" /> },
              { term: '', value: <When at={purchase.bookedAtMs} show="date" /> },
            ]}
          />
        </Card>
        <Form action="/disputes" hidden={{ arn: purchase.arn }}>
          <RadioGroup
            name="reason"
            legend={t('why')}
            value={entry.reason}
            choices={claimReasons.map((value) => ({ value, label: t(value) }))}
            error={wrong === 'whyMissing' ? t('whyMissing') : undefined}
          />
          <TextArea
            name="text"
            label={t('tell')}
            hint={t('tellHint')}
            value={entry.text}
            maxLength={500}
            error={wrong === 'tellMissing' ? t('tellMissing') : undefined}
          />
          <Button>{t('send')}</Button>
        </Form>
      </Stack>
    ),
  });
}
