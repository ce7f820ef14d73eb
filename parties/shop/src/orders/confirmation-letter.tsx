// The confirmation by e-mail, as text and as HTML. [B12] Letters carry their style inline, since
// mail programs load no stylesheet; pages never do.
import type { Letter } from '@kassa/mail';
import { format, isZero, type Money } from '@kassa/money';
import { Amount, localeOf, renderPart, type Theme } from '@kassa/pages';
import type { CSSProperties } from 'react';
import { rateText, texts } from '../texts/texts.ts';
import { type Order, orderPath } from './order.ts';

export function confirmationLetter(order: Order, theme: Theme, publicUrl: string): Letter {
  const t = texts(order.lang);
  const url = publicUrl + orderPath(order);
  return {
    to: order.buyer.email,
    subject: t('mail.subject', { number: order.number }),
    text: plain(order, url),
    html: `<!doctype html><html lang="${order.lang}"><meta charset="utf-8"><body style="margin:0">${renderPart(
      <Body order={order} theme={theme} url={url} />,
      { lang: order.lang, theme },
    )}</body></html>`,
    messageId: `confirmation-${order.number}`,
  };
}

function plain(order: Order, url: string): string {
  const t = texts(order.lang);
  const show = (amount: Money) => format(amount, localeOf(order.lang));
  const { delivery, state } = order;
  const rate = rateText(order.lang, order.vatBasisPoints);
  return [
    t('mail.hello', { name: order.buyer.name }),
    '',
    t('mail.thanks'),
    '',
    t('order.number', { number: order.number }),
    ...order.lines.map((line) => `${line.quantity} x ${line.name}: ${show(line.total)}`),
    ...(delivery
      ? [`${delivery.name}: ${isZero(delivery.price) ? t('cart.free') : show(delivery.price)}`]
      : []),
    `${t('order.total')}: ${show(order.total)}`,
    `${t('cart.vat', { rate })}: ${show(order.vat)}`,
    ...(state.status === 'paid' ? [`${t('order.reference')}: ${state.reference}`] : []),
    '',
    `${t('mail.open')}: ${url}`,
    ...downloads(order).map(
      (line) => `${t('mail.download', { name: line.name })}: ${url}/files/${line.slug}`,
    ),
    '',
    t('mail.questions'),
    '',
  ].join('\n');
}

const downloads = (order: Order) => order.lines.filter((line) => line.kind === 'digital');

const cell: CSSProperties = { padding: '8px 0', borderTop: '1px solid #e5e2e6' };
const right: CSSProperties = { ...cell, textAlign: 'right', whiteSpace: 'nowrap' };

function Body({ order, theme, url }: { order: Order; theme: Theme; url: string }) {
  const t = texts(order.lang);
  const { state } = order;
  const { tokens } = theme;
  const button: CSSProperties = {
    display: 'inline-block',
    padding: '14px 24px',
    borderRadius: '10px',
    background: tokens.brand,
    color: '#ffffff',
    fontWeight: 700,
    textDecoration: 'none',
  };
  const sheet: CSSProperties = {
    maxWidth: '560px',
    margin: '0 auto',
    padding: '32px 24px',
    background: '#ffffff',
    color: tokens.ink,
    font: '16px/1.6 "Segoe UI",Roboto,"Open Sans",Arial,sans-serif',
  };
  return (
    <div style={sheet}>
      <p style={{ color: tokens.brand, fontWeight: 700, fontSize: '22px', margin: '0 0 24px' }}>
        {theme.brand.name}
      </p>
      <h1 style={{ fontSize: '24px', lineHeight: 1.25, margin: '0 0 16px' }}>
        {t('mail.subject', { number: order.number })}
      </h1>
      <p>{t('mail.hello', { name: order.buyer.name })}</p>
      <p>{t('mail.thanks')}</p>
      <Lines order={order} />
      {state.status === 'paid' && (
        <p>
          {t('order.reference')}: <strong>{state.reference}</strong>
        </p>
      )}
      <p style={{ margin: '28px 0' }}>
        <a href={url} style={button}>
          {t('mail.open')}
        </a>
      </p>
      {downloads(order).map((line) => (
        <p key={line.slug}>
          <a href={`${url}/files/${line.slug}`}>{t('mail.download', { name: line.name })}</a>
        </p>
      ))}
      <p>{t('mail.questions')}</p>
    </div>
  );
}

function Lines({ order }: { order: Order }) {
  const t = texts(order.lang);
  const { delivery } = order;
  return (
    <table style={{ width: '100%', borderCollapse: 'collapse', margin: '24px 0' }}>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.slug}>
            <td style={cell}>
              {line.quantity} × {line.name}
            </td>
            <td style={right}>
              <Amount of={line.total} />
            </td>
          </tr>
        ))}
        {delivery && (
          <tr>
            <td style={cell}>{delivery.name}</td>
            <td style={right}>
              {isZero(delivery.price) ? t('cart.free') : <Amount of={delivery.price} />}
            </td>
          </tr>
        )}
        <tr style={{ fontWeight: 700 }}>
          <td style={cell}>{t('order.total')}</td>
          <td style={right}>
            <Amount of={order.total} />
          </td>
        </tr>
        <tr>
          <td style={cell}>
            {t('cart.vat', { rate: rateText(order.lang, order.vatBasisPoints) })}
          </td>
          <td style={right}>
            <Amount of={order.vat} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}
