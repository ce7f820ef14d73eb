// Said to whoever comes without the right key: what is asked for, and how to try again.

import { ButtonLink, Empty, LanguageSwitch, renderPage, Shell, type Theme } from '@kassa/pages';
import { type Lang, texts } from './texts.ts';

export function keyPage(facts: {
  readonly lang: Lang;
  readonly look: Theme;
  readonly bank: string;
  /** The path that was asked for. */
  readonly here: string;
  readonly isStaffDoor: boolean;
}): string {
  const { lang, look, bank, here, isStaffDoor } = facts;
  const t = texts(lang);
  return renderPage({
    title: t('keyTitle'),
    lang,
    theme: look,
    body: (
      <Shell
        side={<LanguageSwitch languages={texts.languages} here={here} />}
        footer={<p>{t('footer', { bank })}</p>}
      >
        <Empty
          icon="lock"
          title={t('keyTitle')}
          level={1}
          actions={
            <>
              <ButtonLink href={here}>{t('keyAgain')}</ButtonLink>
              <ButtonLink href="/" look="quiet">
                {t('keyHome')}
              </ButtonLink>
            </>
          }
        >
          <p>{t(isStaffDoor ? 'keyStaff' : 'keyMerchant')}</p>
          <p>{t('keyWhere')}</p>
        </Empty>
      </Shell>
    ),
  });
}
