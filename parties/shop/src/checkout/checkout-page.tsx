// Name, address, delivery, and the total for each way of delivery before anything is ordered.
// Which total and whether an address is asked follows the choice by CSS alone. [B05, B06, B09, B10]

import { isZero, type Money } from '@kassa/money';
import {
  Amount,
  Button,
  Card,
  Field,
  Fields,
  Form,
  Notice,
  PageTitle,
  RadioGroup,
  Split,
  Stack,
  Steps,
} from '@kassa/pages';
import { page } from '../pages/frame.tsx';
import { ShortLines, Summary } from '../pages/summary.tsx';
import type { Visit } from '../pages/visit.ts';
import type { PricedCart } from '../pricing/price-cart.ts';
import {
  type DetailField,
  detailFields,
  type WrittenDetails,
  type WrongFields,
} from './details.ts';

export type CheckoutView = {
  /** May the card be given in the shop's own page? */
  readonly canPayHere: boolean;
  readonly written: WrittenDetails;
  readonly wrong: WrongFields;
  readonly priceChanged: { readonly before: Money; readonly now: Money } | undefined;
  /** The cart priced with each way of delivery; one without any if nothing has to be sent. */
  readonly options: readonly PricedCart[];
};

export const optionId = (option: PricedCart): string => option.delivery?.delivery.id ?? 'none';

export function checkoutPage(visit: Visit, view: CheckoutView): string {
  const { t } = visit;
  return page(visit, {
    title: t('checkout.title'),
    body: (
      <Form action="/checkout" noValidate hidden={seenTotals(view.options)}>
        <OrderSteps visit={visit} now={1} />
        <PageTitle lead={t('checkout.lead')}>{t('checkout.title')}</PageTitle>
        <Troubles visit={visit} view={view} />
        <Split
          main={
            <Stack gap="l">
              <Card title={t('checkout.contact')}>
                <Contact visit={visit} view={view} />
              </Card>
              <Card title={t('checkout.delivery')}>
                <Delivery visit={visit} view={view} />
              </Card>
            </Stack>
          }
          aside={<Aside visit={visit} view={view} />}
        />
      </Form>
    ),
  });
}

export function OrderSteps({ visit, now }: { visit: Visit; now: number }) {
  const { t } = visit;
  const steps = [t('steps.cart'), t('steps.details'), t('steps.payment'), t('steps.done')];
  return <Steps label={t('steps.label')} steps={steps} now={now} />;
}

/** What the buyer sees is what the buyer agrees to: any other total is asked about again. */
function seenTotals(options: readonly PricedCart[]): Record<string, string> {
  return Object.fromEntries(
    options.map((option) => [`seen[${optionId(option)}]`, option.total.minor.toString()]),
  );
}

function Troubles({ visit, view }: { visit: Visit; view: CheckoutView }) {
  const { t } = visit;
  const wrong = detailFields.filter((field) => view.wrong[field]);
  const { priceChanged: changed } = view;
  return (
    <>
      {changed && (
        <Notice
          tone="warn"
          title={
            <>
              {t('checkout.priceChanged')} <Amount of={changed.before} /> →{' '}
              <Amount of={changed.now} />
            </>
          }
        >
          {t('checkout.priceChangedHelp')}
        </Notice>
      )}
      {wrong.length > 0 && (
        <Notice tone="bad" title={t('checkout.errors', { count: wrong.length })}>
          <ul>
            {wrong.map((field) => (
              <li key={field}>
                <a href={field === 'delivery' ? '#delivery' : `#f-${field}`}>
                  {errorText(visit, field)}
                </a>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function errorText({ t, shop }: Visit, field: DetailField): string {
  if (field !== 'postalCode') return t(`checkout.error.${field}`);
  return t('checkout.error.postalCode', { example: shop.postalCode.example });
}

function fieldProps(visit: Visit, view: CheckoutView, field: DetailField) {
  return {
    name: field,
    value: view.written[field],
    error: view.wrong[field] ? errorText(visit, field) : undefined,
    maxLength: 120,
  };
}

function Contact({ visit, view }: { visit: Visit; view: CheckoutView }) {
  const { t } = visit;
  const of = (field: DetailField) => fieldProps(visit, view, field);
  return (
    <Stack gap="l">
      <Field {...of('name')} label={t('checkout.name')} autoComplete="name" />
      <Field
        {...of('email')}
        label={t('checkout.email')}
        hint={t('checkout.emailHint')}
        type="email"
        inputMode="email"
        autoComplete="email"
        spellCheck={false}
      />
      {visit.cart.needsDelivery && (
        <Field
          {...of('phone')}
          label={t('checkout.phone')}
          hint={t('checkout.phoneHint')}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          required={false}
        />
      )}
    </Stack>
  );
}

function Delivery({ visit, view }: { visit: Visit; view: CheckoutView }) {
  const { t, lang, cart } = visit;
  if (!cart.needsDelivery) return <p>{t('checkout.digitalOnly')}</p>;
  return (
    <Stack gap="l">
      <div id="delivery">
        <RadioGroup
          name="delivery"
          legend={t('checkout.delivery')}
          quietLegend
          value={view.written.delivery}
          error={view.wrong.delivery ? errorText(visit, 'delivery') : undefined}
          choices={cart.deliveries.map(({ delivery, price }) => ({
            value: delivery.id,
            label: delivery.name[lang],
            hint: delivery.time[lang],
            aside: isZero(price) ? t('cart.free') : <Amount of={price} />,
          }))}
        />
      </div>
      <Address visit={visit} view={view} />
    </Stack>
  );
}

function Address({ visit, view }: { visit: Visit; view: CheckoutView }) {
  const { t, shop, lang } = visit;
  const of = (field: DetailField) => fieldProps(visit, view, field);
  return (
    <fieldset className="stack gap-l address">
      <legend className="legend">{t('checkout.address')}</legend>
      <Field {...of('street')} label={t('checkout.street')} autoComplete="street-address" />
      <Fields>
        <Field
          {...of('postalCode')}
          label={t('checkout.postalCode')}
          inputMode="numeric"
          autoComplete="postal-code"
        />
        <Field {...of('city')} label={t('checkout.city')} autoComplete="address-level2" />
      </Fields>
      <p className="soft small">
        {t('checkout.country')}: {shop.countryName[lang]}
      </p>
    </fieldset>
  );
}

function Aside({ visit, view }: { visit: Visit; view: CheckoutView }) {
  const { t, lang, cart } = visit;
  const lines = cart.lines.map(({ product, quantity, total }) => ({
    slug: product.slug,
    name: product.name[lang],
    quantity,
    total,
  }));
  return (
    <Card look="tint">
      <Stack gap="l">
        <div className="total-line">
          <h2>{t('checkout.summary')}</h2>
          <a href="/cart">{t('checkout.change')}</a>
        </div>
        <ShortLines visit={visit} lines={lines} />
        <hr />
        {view.options.map((option) => (
          <div key={optionId(option)} className={`sums sums-${optionId(option)}`}>
            <Summary visit={visit} sums={{ ...option, delivery: deliveryOf(visit, option) }} />
          </div>
        ))}
        <Button size="l" wide icon="lock">
          {t('checkout.pay')}
        </Button>
        {view.canPayHere && (
          <Button look="plain" wide name="how" value="here">
            {t('checkout.payHere')}
          </Button>
        )}
        <p className="soft small">
          {t('checkout.payNote')} {t('checkout.terms')} <a href="/info">{t('foot.info')}</a>
        </p>
      </Stack>
    </Card>
  );
}

function deliveryOf({ lang }: Visit, { delivery }: PricedCart) {
  return delivery
    ? { price: delivery.price, name: delivery.delivery.name[lang] }
    : ('none' as const);
}
