// Too many pay at this moment: the card is typed, nothing was sent, and the buyer keeps their place. The
// page follows by itself, as the page of an unanswered bank does, and the buyer may leave at any time.

import {
  Amount,
  type Asset,
  Button,
  Card,
  Facts,
  Form,
  renderPage,
  type Theme,
  Waiting,
} from '@kassa/pages';
import { Frame } from './frame.tsx';
import type { CheckoutView } from './ports.ts';
import { type Lang, type Say, texts } from './texts.ts';
import { waitPath } from './waiting-page.tsx';

export type QueuedPage = {
  readonly view: CheckoutView;
  readonly ahead: number;
  readonly lang: Lang;
  readonly look: Theme;
  readonly island: Asset;
};

/** Where it comes back to; if its place is gone by then, the page that is shown says so. */
export const queuedPath = (id: string): string => `${waitPath(id)}?was=queued`;

const everySeconds = 2;
/** Some half an hour: longer than any place is kept. */
const looksMax = 900;

export function queuedPage({ view, ahead, lang, look, island }: QueuedPage): string {
  const t = texts(lang);
  const next = queuedPath(view.id);
  return renderPage({
    title: t('queued'),
    lang,
    theme: look,
    scripts: [island],
    // With scripts the island looks without disturbing who is reading (WCAG 2.2.1).
    head: (
      <noscript>
        <meta httpEquiv="refresh" content={`${everySeconds * 2};url=${next}`} />
      </noscript>
    ),
    body: (
      <Frame t={t} lang={lang} here={next} shop={view.merchant.name} isTest={view.isTest}>
        <Card>
          <div
            className="wait"
            data-state={`/c/${view.id}/state`}
            data-shown="queued"
            data-next={next}
            data-looks={looksMax}
            data-every={everySeconds * 1000}
            data-still={t('waitStill')}
            data-place={t('queuedAhead', { n: '{n}' })}
            data-first={t('queuedFirst')}
          >
            <Waiting label={t('waitMark')} />
            <h1>{t('queued')}</h1>
            <p className="lead">{t('queuedLead')}</p>
            <p className="wait-place" role="status" data-says>
              {placeIn(t, ahead)}
            </p>
            <div className="state-facts">
              <Facts
                facts={[
                  view.orderNumber !== null && {
                    term: t('yourOrder'),
                    value: <span className="mono">{view.orderNumber}</span>,
                  },
                  { term: t('total'), value: <Amount of={view.total} />, isTotal: true },
                ]}
              />
            </div>
            <ul className="wait-facts">
              <li>{t('queuedOpen')}</li>
              <li>{t('queuedCard')}</li>
              <li>{t('queuedLimit')}</li>
            </ul>
            <Form action={`/c/${view.id}/leave`}>
              <Button look="plain">{t('queuedLeave')}</Button>
            </Form>
          </div>
        </Card>
      </Frame>
    ),
  });
}

const placeIn = (t: Say, ahead: number): string =>
  ahead === 0 ? t('queuedFirst') : t('queuedAhead', { n: String(ahead) });
