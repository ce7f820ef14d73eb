// What is paid for, to whom and how much. On a phone the head stands above the form and the lines
// below it; beside one another they make one column.

import { add, format, isZero, negate, subtract, toMajor } from '@kassa/money';
import { Amount, Facts, FieldError, localeOf } from '@kassa/pages';
import { type Asked, Update } from './order-fields.tsx';
import { amountName, quantityName } from './order-form.ts';
import type { CheckoutView, OrderLine } from './ports.ts';
import type { Say } from './texts.ts';

export function OrderHead({ t, view, say }: Pick<Asked, 'view' | 'say'> & { t: Say }) {
  const shop = view.merchant.name;
  const eyebrow = view.orderNumber && (
    <p className="eyebrow">{t('order', { number: view.orderNumber })}</p>
  );
  if (view.mode === 'setup') {
    return (
      <div className="pay-head">
        {eyebrow}
        <h1>{say('keepFor', { shop })}</h1>
        <p className="soft">{say('keepFree')}</p>
      </div>
    );
  }
  return (
    <div className="pay-head">
      {eyebrow}
      <h1>{t('to', { shop })}</h1>
      <p className="pay-total" data-part="total">
        <Amount of={view.total} size="xl" />
      </p>
    </div>
  );
}

export function OrderLines({ t, ...asked }: Asked & { t: Say }) {
  const { view } = asked;
  const { lines, shipping, discount, taxIncluded, taxAdded, total, email } = view;
  if (view.mode === 'setup') return null;
  const isAdjustable = lines.some(({ adjustable, own }) => adjustable !== null || own !== null);
  return (
    <section
      className={isAdjustable ? 'pay-lines pay-lines-first' : 'pay-lines'}
      aria-labelledby="order-title"
    >
      <h2 id="order-title">{t('yourOrder')}</h2>
      <ul className="order-lines" data-choice>
        {lines.map((line) => (
          <Line key={line.id} t={t} line={line} asked={asked} />
        ))}
      </ul>
      {isAdjustable && <Update {...asked} />}
      <div data-part="sums">
        <Facts
          facts={[
            (shipping !== null || discount !== null || taxAdded !== null) && {
              term: t('subtotal'),
              value: <Amount of={itemsOf(view)} />,
            },
            discount !== null && { term: t('discount'), value: <Amount of={negate(discount)} /> },
            shipping !== null && {
              term: shippingName(view) ?? t('shipping'),
              value: isZero(shipping) ? t('free') : <Amount of={shipping} />,
            },
            taxAdded !== null && { term: t('taxAdded'), value: <Amount of={taxAdded} /> },
            { term: t('total'), value: <Amount of={total} />, isTotal: true },
            taxIncluded !== null && { term: t('taxIncluded'), value: <Amount of={taxIncluded} /> },
          ]}
        />
      </div>
      {email && <p className="small soft pay-receipt">{t('receipt', { email })}</p>}
    </section>
  );
}

const shippingName = ({ shippingOptions, shippingRate }: CheckoutView): string | undefined =>
  shippingOptions.find(({ id }) => id === shippingRate)?.name;

function Line({ t, line, asked }: { t: Say; line: OrderLine; asked: Asked }) {
  return (
    <li>
      <span className="order-name">
        {line.adjustable === null && line.quantity > 1 && (
          <span className="order-count">{t('times', { count: line.quantity })} </span>
        )}
        {line.name}
        {line.note && <span className="hint">{line.note}</span>}
        {line.adjustable !== null && <Quantity line={line} asked={asked} />}
        {line.own !== null && <OwnAmount line={line} asked={asked} />}
      </span>
      <span data-part={`line-${line.id}`}>
        <Amount of={line.amount} />
      </span>
    </li>
  );
}

/** Outside of the form in the page's order, and of it by its name. */
function Quantity({ line, asked: { say, typed, errors } }: { line: OrderLine; asked: Asked }) {
  const name = quantityName(line);
  const { minimum: least, maximum: most } = line.adjustable ?? { minimum: 1, maximum: 1 };
  const error = errors[name];
  return (
    <span className="order-quantity">
      <label className="hint" htmlFor={`f-${name}`}>
        {say('pieces')}
      </label>
      <input
        className="input input-short"
        form="pay"
        id={`f-${name}`}
        name={name}
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        defaultValue={typed[name] || String(line.quantity)}
        aria-label={say('quantity', { name: line.name })}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `f-${name}-error` : undefined}
      />
      {error && <FieldError id={`f-${name}-error`}>{say(error, { least, most })}</FieldError>}
    </span>
  );
}

function OwnAmount({ line, asked }: { line: OrderLine; asked: Asked }) {
  const { say, typed, errors, lang } = asked;
  const name = amountName(line);
  const error = errors[name];
  return (
    <span className="order-quantity">
      <label className="label" htmlFor={`f-${name}`}>
        {say('amountOwn')} <span className="hint">{boundsOf(line, asked)}</span>
      </label>
      <input
        className="input input-short"
        form="pay"
        id={`f-${name}`}
        name={name}
        inputMode="decimal"
        defaultValue={typed[name] || ownText(line, lang)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `f-${name}-error` : undefined}
      />
      {error && <FieldError id={`f-${name}-error`}>{say('amount_wrong')}</FieldError>}
    </span>
  );
}

const ownText = ({ amount }: OrderLine, lang: string): string =>
  lang === 'bs' ? toMajor(amount).replace('.', ',') : toMajor(amount);

function boundsOf({ own, amount }: OrderLine, { say, lang }: Asked): string {
  const shown = (minor: bigint) => format({ ...amount, minor }, localeOf(lang));
  const { minimum = 0n, maximum = null } = own ?? {};
  if (maximum === null) return say('amountFrom', { least: shown(minimum) });
  return say('amountBetween', { least: shown(minimum), most: shown(maximum) });
}

// From the total back, so that the column always adds up to what is charged.
function itemsOf({ total, shipping, discount, taxAdded }: CheckoutView) {
  const withoutShipping = shipping === null ? total : subtract(total, shipping);
  const withDiscount = discount === null ? withoutShipping : add(withoutShipping, discount);
  return taxAdded === null ? withDiscount : subtract(withDiscount, taxAdded);
}
