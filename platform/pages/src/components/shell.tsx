// The frame of every page: skip link, header with the brand, main, footer.
import type { ReactNode } from 'react';
import { usePage } from '../page-context.ts';
import { wordsOf } from '../words.ts';

export type NavLink = {
  readonly href: string;
  readonly label: ReactNode;
  readonly isCurrent?: boolean | undefined;
};

export type ShellProps = {
  readonly children: ReactNode;
  readonly nav?: readonly NavLink[] | undefined;
  /** Right end of the header: cart, language, log out. */
  readonly side?: ReactNode;
  readonly footer?: ReactNode;
  readonly homeHref?: string | undefined;
  /** `narrow` for one form, `text` for reading, `wide` for everything else. */
  readonly width?: 'narrow' | 'text' | 'wide' | undefined;
};

const widths = { narrow: 'wrap wrap-narrow', text: 'wrap wrap-text', wide: 'wrap' } as const;

export function Shell(props: ShellProps) {
  const { brand, lang } = usePage();
  const t = wordsOf(lang);
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="site-head">
        <div className="wrap site-bar">
          <a className="site-logo" href={props.homeHref ?? '/'} aria-label={brand.name}>
            <Markup of={brand.logo} />
          </a>
          {props.nav && (
            <nav className="site-nav" aria-label={t('navigation')}>
              {props.nav.map((link) => (
                <a
                  key={link.href}
                  href={link.href}
                  aria-current={link.isCurrent ? 'page' : undefined}
                >
                  {link.label}
                </a>
              ))}
            </nav>
          )}
          {props.side && <div className="site-side">{props.side}</div>}
        </div>
      </header>
      <main id="main" className="site-main" tabIndex={-1}>
        <div className={widths[props.width ?? 'wide']}>{props.children}</div>
      </main>
      {props.footer && (
        <footer className="site-foot">
          <div className="wrap site-foot-bar">{props.footer}</div>
        </footer>
      )}
    </>
  );
}

/** SVG of our own files, put in as it is. Never for text that came from outside. */
export function Markup(props: { of: string; className?: string | undefined }) {
  return (
    <span
      className={props.className}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: own drawings only, see above
      dangerouslySetInnerHTML={{ __html: props.of }}
    />
  );
}

/** The one h1 of a page, with a line above and below it. */
export function PageTitle(props: { children: ReactNode; eyebrow?: ReactNode; lead?: ReactNode }) {
  return (
    <div className="title">
      {props.eyebrow && <p className="eyebrow">{props.eyebrow}</p>}
      <h1>{props.children}</h1>
      {props.lead && <p className="lead">{props.lead}</p>}
    </div>
  );
}
