// The cart: quantities, sums, and a word about an order that this cart led to. [B03, B04]
import {
  Amount,
  Button,
  ButtonLink,
  Card,
  Empty,
  FieldError,
  Notice,
  PageTitle,
  Split,
  Stack,
} from '@kassa/pages';
import type { Order } from '../orders/order.ts';
import { orderPath } from '../orders/order.ts';
import type { PricedLine } from '../pricing/price-cart.ts';
import { page } from './frame.tsx';
import { Picture } from './picture.tsx';
import { Summary } from './summary.tsx';
import type { Visit } from './visit.ts';

export type CartView = {
  /** What was written in a field, where it could not be taken. */
  readonly written: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** About the cart as a whole. */
  readonly trouble: string | undefined;
  readonly justAdded: boolean;
  readonly latest: Order | undefined;
};

export function cartPage(visit: Visit, view: CartView): string {
  const { t, cart } = visit;
  return page(visit, {
    title: t('cart.title'),
    body: (
      <Stack gap="l">
        {view.trouble && <Notice tone="bad">{view.trouble}</Notice>}
        {view.latest && <LatestOrder visit={visit} order={view.latest} />}
        {cart.lines.length === 0 ? (
          <EmptyCart visit={visit} />
        ) : (
          <FullCart visit={visit} view={view} />
        )}
      </Stack>
    ),
  });
}

function EmptyCart({ visit }: { visit: Visit }) {
  const { t } = visit;
  return (
    <Empty
      level={1}
      icon="cart"
      title={t('cart.empty')}
      actions={<ButtonLink href="/">{t('cart.toShop')}</ButtonLink>}
    >
      <p>{t('cart.emptyHelp')}</p>
    </Empty>
  );
}

function FullCart({ visit, view }: { visit: Visit; view: CartView }) {
  const { t, cart } = visit;
  return (
    <>
      <PageTitle>{t('cart.title')}</PageTitle>
      {view.justAdded && <Notice tone="good">{t('cart.added')}</Notice>}
      <Split
        main={
          <Card>
            <ul className="lines">
              {cart.lines.map((line) => (
                <Line key={line.product.slug} visit={visit} view={view} line={line} />
              ))}
            </ul>
          </Card>
        }
        aside={
          <Card look="tint">
            <Stack gap="l">
              <Summary
                visit={visit}
                sums={{ ...cart, delivery: cart.needsDelivery ? 'later' : 'none' }}
              />
              <Stack gap="s">
                <ButtonLink href="/checkout" size="l" wide iconAfter="arrow-right">
                  {t('cart.checkout')}
                </ButtonLink>
                <ButtonLink href="/" look="quiet" wide>
                  {t('cart.continue')}
                </ButtonLink>
              </Stack>
            </Stack>
          </Card>
        }
      />
    </>
  );
}

function Line(props: { visit: Visit; view: CartView; line: PricedLine }) {
  const { visit, line } = props;
  const { lang, t } = visit;
  const { product, quantity } = line;
  const { slug } = product;
  const error = props.view.errors[slug];
  const name = product.name[lang];
  return (
    <li className="line">
      <Picture visit={visit} file={product.picture} className="line-picture" />
      <div>
        <p className="line-name">
          <a href={`/products/${slug}`}>{name}</a>
        </p>
        <p className="soft small">
          <Amount of={line.unit} />
        </p>
      </div>
      <strong>
        <Amount of={line.total} />
      </strong>
      <form className="line-change" method="post" action="/cart" noValidate>
        <input type="hidden" name="slug" value={slug} />
        {product.quantityMax > 1 && (
          <>
            <input
              className="input"
              name="quantity"
              type="number"
              inputMode="numeric"
              min={0}
              max={product.quantityMax}
              defaultValue={props.view.written[slug] ?? quantity}
              aria-label={t('cart.quantityOf', { name })}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? `f-${slug}-error` : undefined}
            />
            <Button look="plain" size="s">
              {t('cart.update')}
            </Button>
          </>
        )}
        <Button
          look="quiet"
          size="s"
          name="remove"
          value="yes"
          label={t('cart.removeOf', { name })}
        >
          {t('cart.remove')}
        </Button>
        {error && <FieldError id={`f-${slug}-error`}>{error}</FieldError>}
      </form>
    </li>
  );
}

/** Back after paying must show that it is paid; a forgotten order must be found again. */
function LatestOrder({ visit, order }: { visit: Visit; order: Order }) {
  const { t } = visit;
  const { number, state } = order;
  if (state.status !== 'paid' && state.status !== 'pending') return null;
  const isPaid = state.status === 'paid';
  return (
    <Notice
      tone={isPaid ? 'good' : 'info'}
      title={isPaid ? t('cart.paidOrder', { number }) : t('cart.openOrder', { number })}
    >
      {isPaid ? t('cart.paidOrderHelp') : t('cart.openOrderHelp')}{' '}
      <a href={orderPath(order)}>{t('cart.showOrder')}</a>
    </Notice>
  );
}
