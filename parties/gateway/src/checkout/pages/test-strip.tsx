// Says that no real money moves, and names cards of the pretend banks. With scripts a press fills
// one in; without, the number is there to be typed.

import { Button, Icon } from '@kassa/pages';
import { brandOf, groupDigits } from './brands.ts';
import type { TestCard } from './test-card.ts';
import type { Lang, Say } from './texts.ts';

export function TestStrip(props: { t: Say; lang: Lang; cards: readonly TestCard[] }) {
  const { t, lang, cards } = props;
  return (
    <aside className="test-strip" aria-label={t('test')}>
      <div className="wrap">
        {cards.length === 0 ? (
          <p className="test-line">
            <Icon name="info" />
            {t('test')}
          </p>
        ) : (
          <details>
            <summary className="test-line">
              <Icon name="info" />
              <span>
                {t('test')} <span className="test-more">{t('testCards')}</span>
              </span>
              <Icon name="chevron" />
            </summary>
            <p className="small">
              {t('testCardsText')} {t('testAny')}
            </p>
            <ul className="test-cards">
              {cards.map((card) => (
                <TestCardRow key={card.number} t={t} lang={lang} card={card} />
              ))}
            </ul>
          </details>
        )}
      </div>
    </aside>
  );
}

function TestCardRow({ t, lang, card }: { t: Say; lang: Lang; card: TestCard }) {
  const shown = groupDigits(card.number);
  const code = card.cvc ?? (brandOf(card.number)?.cvcDigits === 4 ? '1234' : '123');
  return (
    <li>
      <span className="mono nowrap">{shown}</span>
      <span className="test-note">
        {typeof card.note === 'string' ? card.note : card.note[lang]}
      </span>
      <span data-fill={`${card.number}|${card.expiry ?? '12 / 34'}|${code}`} hidden>
        <Button type="button" look="plain" size="s" label={t('testFill', { number: shown })}>
          {t('testFillShort')}
        </Button>
      </span>
    </li>
  );
}
