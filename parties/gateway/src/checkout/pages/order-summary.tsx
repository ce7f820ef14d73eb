// What is paid for, to whom and how much. On a phone the head stands above the form and the lines
// below it; beside one another they make one column.

import { add, isZero, negate, subtract } from '@kassa/money';
import { Amount, Facts } from '@kassa/pages';
import type { CheckoutView, OrderLine } from './ports.ts';
import type { Say } from './texts.ts';

export function OrderHead({ t, view }: { t: Say; view: CheckoutView }) {
  return (
    <div className="pay-head">
      {view.orderNumber && <p className="eyebrow">{t('order', { number: view.orderNumber })}</p>}
      <h1>{t('to', { shop: view.merchant.name })}</h1>
      <p className="pay-total">
        <Amount of={view.total} size="xl" />
      </p>
    </div>
  );
}

export function OrderLines({ t, view }: { t: Say; view: CheckoutView }) {
  const { lines, shipping, discount, tax, total, email } = view;
  return (
    <section className="pay-lines" aria-labelledby="order-title">
      <h2 id="order-title">{t('yourOrder')}</h2>
      <ul className="order-lines">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
          <Line key={index} t={t} line={line} />
        ))}
      </ul>
      <Facts
        facts={[
          (shipping !== null || discount !== null) && {
            term: t('subtotal'),
            value: <Amount of={itemsOf(view)} />,
          },
          discount !== null && { term: t('discount'), value: <Amount of={negate(discount)} /> },
          shipping !== null && {
            term: t('shipping'),
            value: isZero(shipping) ? t('free') : <Amount of={shipping} />,
          },
          tax !== null &&
            !tax.isIncluded && { term: t('taxAdded'), value: <Amount of={tax.amount} /> },
          { term: t('total'), value: <Amount of={total} />, isTotal: true },
          tax?.isIncluded && { term: t('taxIncluded'), value: <Amount of={tax.amount} /> },
        ]}
      />
      {email && <p className="small soft pay-receipt">{t('receipt', { email })}</p>}
    </section>
  );
}

function Line({ t, line }: { t: Say; line: OrderLine }) {
  return (
    <li>
      <span className="order-name">
        {line.quantity > 1 && (
          <span className="order-count">{t('times', { count: line.quantity })} </span>
        )}
        {line.name}
        {line.note && <span className="hint">{line.note}</span>}
      </span>
      <Amount of={line.amount} />
    </li>
  );
}

// From the total back, so that the column always adds up to what is charged.
function itemsOf({ total, shipping, discount, tax }: CheckoutView) {
  const withoutShipping = shipping === null ? total : subtract(total, shipping);
  const withDiscount = discount === null ? withoutShipping : add(withoutShipping, discount);
  return tax === null || tax.isIncluded ? withDiscount : subtract(withDiscount, tax.amount);
}
