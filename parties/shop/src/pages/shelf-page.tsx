// The start page, a category, and what a search has found: products as tiles. [B01, B02]

import { money } from '@kassa/money';
import { Amount, ButtonLink, Empty, Icon, Stack } from '@kassa/pages';
import { dateIn } from '@kassa/time';
import { priceOn } from '../pricing/price-cart.ts';
import type { Product } from '../shops/shop.ts';
import { page } from './frame.tsx';
import { Picture } from './picture.tsx';
import type { Visit } from './visit.ts';

export type Shelf = {
  readonly category: string | undefined;
  readonly query: string;
  readonly products: readonly Product[];
};

export function shelfPage(visit: Visit, shelf: Shelf): string {
  const { t, shop, lang } = visit;
  const category = shop.categories.find(({ id }) => id === shelf.category);
  const isStart = !category && shelf.query === '';
  const title = category?.name[lang] ?? (isStart ? '' : t('home.searchFor'));
  return page(visit, {
    title,
    listed: true,
    category: category?.id ?? (isStart ? 'all' : undefined),
    body: (
      <Stack gap="xl">
        {isStart && <Hero visit={visit} />}
        <section id="shelf" className="stack gap-l">
          <div className="cluster apart">
            <Heading visit={visit} shelf={shelf} name={category?.name[lang]} />
            <Search visit={visit} query={shelf.query} />
          </div>
          {shelf.products.length > 0 ? (
            <Tiles visit={visit} products={shelf.products} level={isStart ? 3 : 2} />
          ) : (
            <Empty
              icon="search"
              title={t('home.nothing')}
              actions={<ButtonLink href="/">{t('home.showAll')}</ButtonLink>}
            >
              <p>{t('home.nothingHelp')}</p>
            </Empty>
          )}
        </section>
        {isStart && <Promises visit={visit} />}
      </Stack>
    ),
  });
}

function Hero({ visit }: { visit: Visit }) {
  const { shop, lang, t } = visit;
  const { hero } = shop;
  return (
    <section className="hero">
      <div className="hero-text">
        <p className="eyebrow">{hero.eyebrow[lang]}</p>
        <h1>{hero.title[lang]}</h1>
        <p className="lead">{hero.lead[lang]}</p>
        <ButtonLink href="#shelf" size="l">
          {t('home.shop')}
        </ButtonLink>
      </div>
      <Picture visit={visit} file={hero.picture} className="hero-picture" />
    </section>
  );
}

function Heading(props: { visit: Visit; shelf: Shelf; name: string | undefined }) {
  const { t } = props.visit;
  const { query, products } = props.shelf;
  const count = <p className="soft small">{t('home.results', { count: products.length })}</p>;
  if (query !== '') {
    return (
      <div>
        <h1>{t('home.found', { query })}</h1>
        {count}
      </div>
    );
  }
  return (
    <div>
      {props.name ? <h1>{props.name}</h1> : <h2>{t('nav.all')}</h2>}
      {count}
    </div>
  );
}

function Search({ visit, query }: { visit: Visit; query: string }) {
  const { t } = visit;
  return (
    <search>
      <form className="search" action="/" method="get">
        <input
          className="input"
          type="search"
          name="q"
          defaultValue={query}
          maxLength={60}
          aria-label={t('home.searchFor')}
          placeholder={t('home.searchFor')}
        />
        <button
          className="button button-plain button-s"
          type="submit"
          aria-label={t('home.search')}
        >
          <Icon name="search" />
        </button>
      </form>
    </search>
  );
}

type TilesProps = { visit: Visit; products: readonly Product[]; level: 2 | 3 };

export function Tiles({ visit, products, level }: TilesProps) {
  return (
    <ul className="tiles">
      {products.map((product, index) => (
        <li key={product.slug}>
          <Tile visit={visit} product={product} level={level} lazy={index > 5} />
        </li>
      ))}
    </ul>
  );
}

function Tile(props: { visit: Visit; product: Product; level: 2 | 3; lazy: boolean }) {
  const { visit, product } = props;
  const Name = props.level === 2 ? 'h2' : 'h3';
  const { lang, t, shop, nowMs } = visit;
  const price = priceOn(shop, product, dateIn(nowMs, shop.zone));
  return (
    <article className="tile">
      <Picture visit={visit} file={product.picture} className="tile-picture" lazy={props.lazy} />
      {product.kind === 'digital' && <span className="tag">{t('product.digital')}</span>}
      {price?.before && <span className="tag">{t('product.offer')}</span>}
      <div className="tile-text">
        <Name className="tile-name">
          <a href={`/products/${product.slug}`}>{product.name[lang]}</a>
        </Name>
        <p className="soft small">{product.line[lang]}</p>
        {price && <Price visit={visit} price={price} />}
      </div>
    </article>
  );
}

type PriceProps = { visit: Visit; price: NonNullable<ReturnType<typeof priceOn>> };

export function Price({ visit, price }: PriceProps) {
  return (
    <p className="tile-price">
      <Amount of={price.price} />
      {price.before && (
        <s className="was">
          <span className="unseen">{visit.t('product.before')} </span>
          <Amount of={price.before} />
        </s>
      )}
    </p>
  );
}

function Promises({ visit }: { visit: Visit }) {
  const { t, shop, lang } = visit;
  const time = shop.deliveries[0]?.time[lang] ?? '';
  const free = shop.freeDeliveryFromMinor;
  return (
    <ul className="promises">
      <li>
        <Icon name="truck" />
        <span>{t('home.promise.delivery', { time })}</span>
      </li>
      {free !== undefined && (
        <li>
          <Icon name="gift" />
          <span>
            {t('home.promise.free')} <Amount of={money(shop.currency, free)} />
          </span>
        </li>
      )}
      <li>
        <Icon name="shield" />
        <span>{t('home.promise.safe')}</span>
      </li>
      <li>
        <Icon name="download" />
        <span>{t('home.promise.download')}</span>
      </li>
    </ul>
  );
}
