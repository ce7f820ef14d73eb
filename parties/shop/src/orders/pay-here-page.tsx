// The other way to pay: in the shop's own page, with the card's fields in a frame of the gateway. Who
// has no scripts, or no frame, goes to the payment page, which needs neither.

import { format } from '@kassa/money';
import {
  type Asset,
  Button,
  ButtonForm,
  Card,
  localeOf,
  Notice,
  PageTitle,
  Split,
  Stack,
} from '@kassa/pages';
import { OrderSteps } from '../checkout/checkout-page.tsx';
import { page } from '../pages/frame.tsx';
import { ShortLines, Summary } from '../pages/summary.tsx';
import type { Visit } from '../pages/visit.ts';
import { type Order, orderPath } from './order.ts';

export type PayHere = {
  readonly order: Order;
  readonly publishableKey: string;
  /** Opens this one payment to the browser. */
  readonly clientSecret: string;
  /** Where the buyer comes back to, from the bank or at once. */
  readonly returnUrl: string;
  /** The address of kassa.js. */
  readonly kassaUrl: string;
  readonly island: Asset;
};

export function payHerePage(visit: Visit, about: PayHere): string {
  const { t } = visit;
  const { order, island, kassaUrl } = about;
  return page(visit, {
    title: t('payHere.title'),
    head: <script src={kassaUrl} defer />,
    scripts: [island],
    body: (
      <Stack gap="l">
        <OrderSteps visit={visit} now={2} />
        <Split
          main={
            <Stack gap="l">
              <PageTitle
                eyebrow={t('order.number', { number: order.number })}
                lead={t('payHere.lead')}
              >
                {t('payHere.title')}
              </PageTitle>
              <Form visit={visit} about={about} />
              <ButtonForm action={`${orderPath(order)}/pay`} look="quiet">
                {t('payHere.other')}
              </ButtonForm>
            </Stack>
          }
          aside={<Aside visit={visit} order={order} />}
        />
      </Stack>
    ),
  });
}

function Form({ visit: { t, lang }, about }: { visit: Visit; about: PayHere }) {
  const { publishableKey, clientSecret, returnUrl, order } = about;
  const amount = format(order.total, localeOf(lang));
  return (
    <Card>
      <div
        id="pay-here"
        className="stack gap-l"
        data-key={publishableKey}
        data-secret={clientSecret}
        data-back={returnUrl}
        data-email={order.buyer.email}
        data-paying={t('payHere.paying')}
        data-failed={t('payHere.failed')}
      >
        <div data-trouble hidden role="alert">
          <Notice tone="bad">
            <span data-words />
          </Notice>
        </div>
        <div id="card-place" />
        <noscript>
          <Notice tone="warn">{t('payHere.noScript')}</Notice>
        </noscript>
        <div data-button hidden>
          <Button type="button" size="l" wide icon="lock">
            {t('payHere.pay', { amount })}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Aside({ visit, order }: { visit: Visit; order: Order }) {
  const { lines, delivery } = order;
  return (
    <Card look="tint">
      <Stack gap="l">
        <h2>{visit.t('checkout.summary')}</h2>
        <ShortLines visit={visit} lines={lines} />
        <hr />
        <Summary visit={visit} sums={{ ...order, delivery: delivery ?? 'none' }} />
      </Stack>
    </Card>
  );
}
