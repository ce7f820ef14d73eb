// The frame of every checkout page: the test world's strip, the shop's logo, the way back, the
// language; below, who is at work here.

import { Icon, LanguageSwitch, Shell } from '@kassa/pages';
import type { ReactNode } from 'react';
import type { TestCard } from './test-card.ts';
import { TestStrip } from './test-strip.tsx';
import { type Lang, languages, type Say } from './texts.ts';

export type FrameProps = {
  readonly t: Say;
  readonly lang: Lang;
  /** Path of this page, for the switch of language; none on pages that cannot be opened again. */
  readonly here: string | null;
  /** Undefined where no merchant is known. */
  readonly shop?: string | undefined;
  readonly backUrl?: string | null | undefined;
  readonly testCards?: readonly TestCard[] | undefined;
  readonly isTest?: boolean | undefined;
  readonly width?: 'text' | 'wide' | undefined;
  readonly children: ReactNode;
};

export function Frame(props: FrameProps) {
  const { t, shop, backUrl } = props;
  return (
    <div className="pay-page">
      {props.isTest && <TestStrip t={t} lang={props.lang} cards={props.testCards ?? []} />}
      <Shell
        width={props.width ?? 'text'}
        homeHref={backUrl ?? '#main'}
        side={
          <>
            {backUrl && shop && (
              <a className="pay-back" href={backUrl}>
                <Icon name="arrow-left" />
                <span>{t('back', { shop })}</span>
              </a>
            )}
            {props.here && <LanguageSwitch languages={languages} here={props.here} />}
          </>
        }
        footer={
          <p className="pay-trust">
            <Icon name="shield" />
            <span>
              {shop ? `${t('trustWho', { shop })} ${t('trustShop', { shop })} ` : null}
              {t('trustKeep')}
            </span>
          </p>
        }
      >
        {props.children}
      </Shell>
    </div>
  );
}
