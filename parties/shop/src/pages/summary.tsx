// The sums of a cart or an order, and its lines in short: the same wherever they stand.

import { isZero, type Money } from '@kassa/money';
import { Amount, type Fact, Facts } from '@kassa/pages';
import type { ReactNode } from 'react';
import { productOf } from '../pricing/price-cart.ts';
import { rateText } from '../texts/texts.ts';
import { Picture } from './picture.tsx';
import type { Visit } from './visit.ts';

export type Sums = {
  readonly subtotal: Money;
  /** `later`: chosen at checkout. `none`: nothing has to be sent. */
  readonly delivery: { readonly price: Money; readonly name: string } | 'later' | 'none';
  readonly total: Money;
  readonly vat: Money;
  readonly vatBasisPoints: number;
};

export function Summary({ visit, sums }: { visit: Visit; sums: Sums }) {
  const { t, lang } = visit;
  const rate = rateText(lang, sums.vatBasisPoints);
  const facts: Fact[] = [
    { term: t('cart.subtotal'), value: <Amount of={sums.subtotal} /> },
    deliveryFact(visit, sums),
    { term: t('cart.total'), value: <Amount of={sums.total} />, isTotal: true },
    { term: t('cart.vat', { rate }), value: <Amount of={sums.vat} /> },
  ];
  return <Facts facts={facts} />;
}

function deliveryFact({ t }: Visit, { delivery }: Sums): Fact {
  const term = t('cart.delivery');
  if (delivery === 'later') return { term, value: t('cart.deliveryLater') };
  if (delivery === 'none') return { term, value: t('cart.deliveryNone') };
  return {
    term: delivery.name,
    value: isZero(delivery.price) ? t('cart.free') : <Amount of={delivery.price} />,
  };
}

export type ShortLine = {
  readonly slug: string;
  readonly name: string;
  readonly quantity: number;
  readonly total: Money;
  readonly note?: ReactNode;
};

export function ShortLines({ visit, lines }: { visit: Visit; lines: readonly ShortLine[] }) {
  const { shop, t } = visit;
  return (
    <ul className="minis">
      {lines.map((line) => {
        // A product may have left the shelf since it was bought.
        const picture = productOf(shop, line.slug)?.picture;
        return (
          <li key={line.slug} className="mini">
            {picture ? <Picture visit={visit} file={picture} className="" /> : <span />}
            <span>
              {line.quantity > 1 && `${t('order.pieces', { count: line.quantity })} `}
              {line.name}
              {line.note}
            </span>
            <Amount of={line.total} />
          </li>
        );
      })}
    </ul>
  );
}
