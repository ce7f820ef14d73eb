// The bank's front door: what it does, and the way in for merchants and staff.

import {
  ButtonLink,
  Card,
  Grid,
  LanguageSwitch,
  PageTitle,
  Row,
  renderPage,
  Shell,
  Stack,
  type Theme,
} from '@kassa/pages';
import type { Contract } from '../merchants/contract.ts';
import { termsOf } from './terms.ts';
import { type Lang, texts } from './texts.ts';

export type HomeFacts = {
  readonly lang: Lang;
  readonly look: Theme;
  readonly bank: string;
  readonly contracts: readonly Contract[];
};

export function homePage({ lang, look, bank, contracts }: HomeFacts): string {
  const t = texts(lang);
  return renderPage({
    title: t('homeTitle'),
    lang,
    theme: look,
    listed: true,
    body: (
      <Shell
        side={<LanguageSwitch languages={texts.languages} here="/" />}
        footer={<p>{t('footer', { bank })}</p>}
      >
        <Stack gap="l">
          <PageTitle lead={t('homeLead')}>{t('homeTitle')}</PageTitle>
          <Grid>
            {contracts.map((contract) => (
              <Card key={contract.mid} title={contract.name}>
                <Stack>
                  <p>{termsOf(contract, lang)}</p>
                  <ButtonLink href={`/statement/${contract.mid}`} look="plain">
                    {t('openStatement')}
                  </ButtonLink>
                </Stack>
              </Card>
            ))}
          </Grid>
          <Row>
            <ButtonLink href="/staff" look="quiet">
              {t('forStaff')}
            </ButtonLink>
          </Row>
        </Stack>
      </Shell>
    ),
  });
}
