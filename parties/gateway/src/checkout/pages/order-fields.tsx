// What the page asks besides the card: contact, addresses, the way of sending, questions of the
// merchant's own. Whole without scripts. A field that is wrong says so where it stands.

import { isZero } from '@kassa/money';
import {
  Amount,
  Button,
  Card,
  Checkbox,
  Field,
  Fields,
  More,
  RadioGroup,
  Select,
} from '@kassa/pages';
import type { CustomField } from '../session/collected.ts';
import { countriesIn } from './countries-in.ts';
import { estimateOf } from './estimate.ts';
import { asksBilling, fieldName, type OrderErrors, type TypedOrder } from './order-form.ts';
import type { CheckoutView } from './ports.ts';
import type { Lang } from './texts.ts';
import type { SayOrder } from './texts-order.ts';

export type Asked = {
  readonly view: CheckoutView;
  readonly lang: Lang;
  readonly say: SayOrder;
  readonly typed: TypedOrder;
  readonly errors: OrderErrors;
};

export const choosePath = (view: CheckoutView): string => `/c/${view.id}/choose`;

/** Whether anything stands above the card. */
export function asksAnything({ ask, shippingOptions }: CheckoutView): boolean {
  return (
    asksContact(ask) ||
    ask.shippingCountries !== null ||
    shippingOptions.length > 1 ||
    ask.fields.length > 0
  );
}

const asksContact = ({ email, phone, individualName, businessName }: CheckoutView['ask']) =>
  email || phone || individualName !== null || businessName !== null;

export function OrderFields(asked: Asked) {
  const { view, say } = asked;
  const { ask, shippingOptions } = view;
  const isSent = ask.shippingCountries !== null || shippingOptions.length > 1;
  return (
    <>
      {asksContact(ask) && (
        <Card title={say('contact')}>
          <Contact {...asked} />
        </Card>
      )}
      {isSent && (
        <Card title={say('delivery')}>
          <div className="stack gap-l">
            {ask.shippingCountries !== null && <Shipping {...asked} />}
            {shippingOptions.length > 1 && <ShippingChoice {...asked} />}
          </div>
        </Card>
      )}
      {ask.fields.length > 0 && (
        <Card title={say('more')}>
          <div className="stack gap-l">
            {ask.fields.map((field) => (
              <Custom key={field.key} asked={asked} field={field} />
            ))}
          </div>
        </Card>
      )}
    </>
  );
}

/** Value and error of a field by its name. */
function fieldOf({ say, typed, errors }: Asked, name: string, limits: Limits = {}) {
  const code = errors[name];
  const { least = 0, most = 200 } = limits;
  return {
    name,
    value: typed[name] ?? '',
    error: code && say(code, { least, most }),
    autoFocus: Object.keys(errors)[0] === name,
    maxLength: most,
  };
}
type Limits = { readonly least?: number; readonly most?: number };

function Contact(asked: Asked) {
  const { view, say } = asked;
  const { ask } = view;
  return (
    <div className="stack gap-l">
      {ask.email && (
        <Field
          {...fieldOf(asked, 'email')}
          label={say('email')}
          hint={say('emailHint')}
          type="email"
          inputMode="email"
          autoComplete="email"
          spellCheck={false}
        />
      )}
      {ask.individualName && (
        <Field
          {...fieldOf(asked, 'individualName')}
          label={say('individualName')}
          required={ask.individualName === 'required'}
          autoComplete="name"
        />
      )}
      {ask.businessName && (
        <Field
          {...fieldOf(asked, 'businessName')}
          label={say('businessName')}
          required={ask.businessName === 'required'}
          autoComplete="organization"
        />
      )}
      {ask.phone && (
        <Field
          {...fieldOf(asked, 'phone')}
          label={say('phone')}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
        />
      )}
    </div>
  );
}

function Shipping(asked: Asked) {
  const { view, say } = asked;
  return (
    <fieldset>
      <legend className="legend">{say('shippingAddress')}</legend>
      <div className="stack gap-l">
        {view.texts.shippingAddress && <p className="soft">{view.texts.shippingAddress}</p>}
        <Field
          {...fieldOf(asked, 'ship_name')}
          label={say('shippingName')}
          autoComplete="shipping name"
        />
        <Place asked={asked} kind="ship" countries={view.ask.shippingCountries} isNeeded />
      </div>
    </fieldset>
  );
}

type PlaceProps = {
  readonly asked: Asked;
  readonly kind: 'ship' | 'bill';
  readonly countries: readonly string[] | null;
  /** False where it is another address than the usual one. */
  readonly isNeeded: boolean;
};

function Place({ asked, kind, countries, isNeeded }: PlaceProps) {
  const { say, lang } = asked;
  const group = kind === 'ship' ? 'shipping' : 'billing';
  const choices = countriesIn(lang, countries);
  const first = choices.length === 1 ? [] : [{ value: '', label: say('countryChoose') }];
  const of = (place: string) => ({ ...fieldOf(asked, `${kind}_${place}`), required: isNeeded });
  const { maxLength: _, autoFocus: __, ...country } = of('country');
  return (
    <>
      <div data-choice>
        <Select
          {...country}
          label={say('country')}
          options={[...first, ...choices]}
          autoComplete={`${group} country`}
        />
      </div>
      <Field {...of('line1')} label={say('line1')} autoComplete={`${group} address-line1`} />
      <Field
        {...of('line2')}
        label={say('line2')}
        required={false}
        autoComplete={`${group} address-line2`}
      />
      <Fields pair>
        <Field
          {...of('postal')}
          label={say('postalCode')}
          autoComplete={`${group} postal-code`}
          maxLength={20}
        />
        <Field {...of('city')} label={say('city')} autoComplete={`${group} address-level2`} />
      </Fields>
      <Field
        {...of('state')}
        label={say('state')}
        required={false}
        autoComplete={`${group} address-level1`}
      />
    </>
  );
}

function ShippingChoice(asked: Asked) {
  const { view, say, lang, typed } = asked;
  return (
    <div className="stack gap-m" data-choice>
      <RadioGroup
        name="shipping"
        legend={say('shippingChoice')}
        value={typed['shipping'] || (view.shippingRate ?? undefined)}
        choices={view.shippingOptions.map(({ id, name, amount, estimate }) => ({
          value: id,
          label: name,
          hint: estimateOf(say, estimate),
          aside: isZero(amount) ? freeIn(lang) : <Amount of={amount} />,
        }))}
      />
      <Update {...asked} />
    </div>
  );
}

const freeIn = (lang: Lang) => (lang === 'bs' ? 'besplatno' : 'free');

/** Where no script counts by itself. */
export function Update({ view, say }: Pick<Asked, 'view' | 'say'>) {
  return (
    <p data-update>
      <Button
        form="pay"
        formAction={choosePath(view)}
        formNoValidate
        look="plain"
        size="s"
        icon="refresh"
      >
        {say('update')}
      </Button>
    </p>
  );
}

function Custom({ asked, field }: { asked: Asked; field: CustomField }) {
  const { say } = asked;
  const limits = { least: field.minimumLength ?? 0, most: field.maximumLength ?? 255 };
  const of = fieldOf(asked, fieldName(field), limits);
  const common = { ...of, label: field.label, required: !field.isOptional };
  if (field.type === 'dropdown') {
    const { maxLength: _, autoFocus: __, ...select } = common;
    return <Select {...select} options={[{ value: '', label: say('choose') }, ...field.options]} />;
  }
  return field.type === 'numeric' ? (
    <Field {...common} inputMode="numeric" />
  ) : (
    <Field {...common} />
  );
}

/** Beside the card, where the address of the bill belongs. */
export function Billing(asked: Asked) {
  const { view, say, typed, errors } = asked;
  if (view.ask.shippingCountries === null) {
    if (view.ask.billing !== 'required') return null;
    return (
      <fieldset>
        <legend className="legend">{say('billingAddress')}</legend>
        <div className="stack gap-l">
          <Place asked={asked} kind="bill" countries={null} isNeeded />
        </div>
      </fieldset>
    );
  }
  const isOpen =
    asksBilling(view, typed) || Object.keys(errors).some((one) => one.startsWith('bill_'));
  return (
    <More summary={say('billingOther')} open={isOpen}>
      <div className="stack gap-l">
        <Place asked={asked} kind="bill" countries={null} isNeeded={false} />
      </div>
    </More>
  );
}

export function Consents(asked: Asked) {
  const { view, say, typed, errors } = asked;
  const { ask, texts, merchant } = view;
  const shop = merchant.name;
  return (
    <>
      {ask.terms && (
        <Checkbox
          name="terms"
          label={texts.terms ?? say('terms', { shop })}
          checked={typed['terms'] === 'yes'}
          error={errors['terms'] && say('terms_missing')}
          required
        />
      )}
      {ask.promotions && (
        <Checkbox
          name="promotions"
          label={say('promotions', { shop })}
          checked={typed['promotions'] === 'yes'}
        />
      )}
    </>
  );
}
