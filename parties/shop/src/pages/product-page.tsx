// One product: picture, what it is, what it costs, into the cart.
import {
  Amount,
  Button,
  ButtonLink,
  Empty,
  Field,
  Icon,
  Notice,
  PageTitle,
  Stack,
} from '@kassa/pages';
import { dateIn } from '@kassa/time';
import { priceOn } from '../pricing/price-cart.ts';
import type { Product } from '../shops/shop.ts';
import { page } from './frame.tsx';
import { Picture } from './picture.tsx';
import { Tiles } from './shelf-page.tsx';
import type { Visit } from './visit.ts';

export type ProductView = {
  readonly product: Product;
  readonly quantity: string;
  readonly error: string | undefined;
};

export function productPage(visit: Visit, view: ProductView): string {
  const { t, lang, shop } = visit;
  const { product } = view;
  const category = shop.categories.find(({ id }) => id === product.category);
  const others = shop.products
    .filter((other) => other.slug !== product.slug)
    .sort(
      (a, b) => Number(b.category === product.category) - Number(a.category === product.category),
    )
    .slice(0, 4);
  return page(visit, {
    title: product.name[lang],
    listed: true,
    category: product.category,
    body: (
      <Stack gap="xl">
        <article className="product">
          <Picture visit={visit} file={product.picture} className="product-picture" />
          <Stack gap="l">
            <PageTitle eyebrow={category?.name[lang]} lead={product.line[lang]}>
              {product.name[lang]}
            </PageTitle>
            <ProductPrice visit={visit} product={product} />
            <Buy visit={visit} view={view} />
            <Arrival visit={visit} product={product} />
            <p className="measure">{product.about[lang]}</p>
            <ul className="points">
              {product.points[lang].map((point) => (
                <li key={point}>
                  <Icon name="check" />
                  <span>{point}</span>
                </li>
              ))}
            </ul>
          </Stack>
        </article>
        <section className="stack gap-l">
          <h2>{t('product.more')}</h2>
          <Tiles visit={visit} products={others} level={3} />
        </section>
      </Stack>
    ),
  });
}

function ProductPrice({ visit, product }: { visit: Visit; product: Product }) {
  const { t, shop, nowMs } = visit;
  const price = priceOn(shop, product, dateIn(nowMs, shop.zone));
  if (!price) return null;
  return (
    <p className="product-price">
      <Amount of={price.price} size="l" />
      {price.before && (
        <s className="was">
          <span className="unseen">{t('product.before')} </span>
          <Amount of={price.before} />
        </s>
      )}
      <span className="soft small">{t('product.vat')}</span>
    </p>
  );
}

function Buy({ visit, view }: { visit: Visit; view: ProductView }) {
  const { t } = visit;
  const { product } = view;
  const isSingle = product.quantityMax === 1;
  return (
    <form className="stack gap-s" method="post" action="/cart/items">
      <input type="hidden" name="slug" value={product.slug} />
      {isSingle && <input type="hidden" name="quantity" value="1" />}
      <div className="buy">
        {!isSingle && (
          <Field
            name="quantity"
            label={t('product.quantity')}
            type="number"
            inputMode="numeric"
            min={1}
            max={product.quantityMax}
            value={view.quantity}
          />
        )}
        <Button icon="cart">{t('product.add')}</Button>
      </div>
      {view.error && <Notice tone="bad">{view.error}</Notice>}
    </form>
  );
}

function Arrival({ visit, product }: { visit: Visit; product: Product }) {
  const { t, shop, lang } = visit;
  const isDigital = product.kind === 'digital';
  const time = shop.deliveries[0]?.time[lang] ?? '';
  return (
    <p className="cluster gap-s soft">
      <Icon name={isDigital ? 'download' : 'truck'} />
      <span>{isDigital ? t('product.atOnce') : t('product.arrives', { time })}</span>
    </p>
  );
}

export function productGonePage(visit: Visit): string {
  const { t } = visit;
  return page(visit, {
    title: t('product.gone'),
    body: (
      <Empty
        level={1}
        icon="search"
        title={t('product.gone')}
        actions={<ButtonLink href="/">{t('product.back')}</ButtonLink>}
      >
        <p>{t('product.goneHelp')}</p>
      </Empty>
    ),
  });
}
