// The one form of the page: what is asked about the order, the card, the button. Choices of the
// order may be counted before paying: by a button of their own, or by the island without a click.

import { format } from '@kassa/money';
import { Button, Card, FieldError, Form, localeOf } from '@kassa/pages';
import type { ReactNode } from 'react';
import {
  browserFields,
  CardFields,
  type CardFieldsProps,
  islandTexts,
  namesOf,
} from './card-form.tsx';
import {
  type Asked,
  asksAnything,
  Billing,
  Consents,
  choosePath,
  OrderFields,
} from './order-fields.tsx';

export type PayFormProps = CardFieldsProps &
  Asked & {
    /** What the shopper must know first. */
    readonly news: ReactNode;
  };

export function PayForm(props: PayFormProps) {
  const { t, say, view, lang } = props;
  const amount = format(view.total, localeOf(lang));
  const isKept = view.mode === 'setup';
  const press = isKept ? say('keep') : say(view.submit, { amount });
  const asks = asksAnything(view);
  const texts = {
    ...islandTexts(t),
    field_missing: say('field_missing'),
    choice_missing: say('choice_missing'),
    terms_missing: say('terms_missing'),
    email_wrong: say('email_wrong'),
    updated: say('updated', { amount: '*' }),
  };
  return (
    // The islands read their words here: a page without inline scripts has no other place for them.
    <div id="card-form" data-texts={JSON.stringify(texts)} data-choose={choosePath(view)}>
      <Form
        id="pay"
        action={`/c/${view.id}/pay`}
        noValidate
        hidden={{ ...browserFields, seen: view.seen }}
      >
        {/* Enter pays: the first button of a form is the one that it presses. */}
        <button type="submit" className="unseen" tabIndex={-1} aria-hidden="true">
          {press}
        </button>
        {asks && props.news}
        <OrderFields {...props} />
        <Card title={isKept ? say('keepCard') : t('card')} className="pay-form">
          <div className="stack gap-l">
            {!asks && props.news}
            <CardFields {...props} />
            <Billing {...props} />
            <Consents {...props} />
            {view.texts.submit && <p className="small soft">{view.texts.submit}</p>}
            <Button size="l" wide icon="lock" id="pay-button">
              {press}
            </Button>
            {view.texts.afterSubmit && <p className="small soft">{view.texts.afterSubmit}</p>}
          </div>
        </Card>
      </Form>
      <p className="unseen" role="status" data-said />
      <p className="unseen">{t('accepts', { brands: namesOf(props.accepted) })}</p>
      <template>
        <FieldError id="">{null}</FieldError>
      </template>
    </div>
  );
}
