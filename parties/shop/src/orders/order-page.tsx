// The page of one order, in each of its states: confirmed, waiting, refused, being checked,
// cancelled, expired. It is reload-safe: looking changes nothing, paying is a form. [B12-B15, D19]
import {
  ButtonForm,
  ButtonLink,
  Card,
  Emblem,
  type Fact,
  Facts,
  type IconName,
  Notice,
  PageTitle,
  Split,
  Stack,
  Status,
  type Tone,
  Waiting,
  When,
} from '@kassa/pages';
import type { ReactNode } from 'react';
import { OrderSteps } from '../checkout/checkout-page.tsx';
import { page } from '../pages/frame.tsx';
import { ShortLines, Summary } from '../pages/summary.tsx';
import type { Visit } from '../pages/visit.ts';
import { reasonOf } from '../payment/refusal-words.ts';
import { type Order, orderPath } from './order.ts';

/** `unreachable`: the gateway gave no answer just now. `not_cancelled`: a payment is under way. */
export type OrderTrouble = 'unreachable' | 'not_cancelled' | undefined;

type Mood = 'paid' | 'waiting' | 'refused' | 'checking' | 'unreachable' | 'cancelled' | 'expired';

export function moodOf({ state }: Order, trouble: OrderTrouble): Mood {
  if (state.status !== 'pending') return state.status;
  if (state.attempt.state === 'processing') return 'checking';
  if (trouble === 'unreachable') return 'unreachable';
  return state.refusal ? 'refused' : 'waiting';
}

const emblems: Record<Mood, readonly [IconName, Tone]> = {
  paid: ['done', 'good'],
  waiting: ['clock', 'info'],
  refused: ['card', 'warn'],
  checking: ['clock', 'info'],
  unreachable: ['warning', 'warn'],
  cancelled: ['close', 'plain'],
  expired: ['clock', 'plain'],
};

const badges: Record<Mood, 'pending' | 'checking' | 'paid' | 'cancelled' | 'expired'> = {
  paid: 'paid',
  waiting: 'pending',
  refused: 'pending',
  unreachable: 'pending',
  checking: 'checking',
  cancelled: 'cancelled',
  expired: 'expired',
};

export function orderPage(visit: Visit, order: Order, trouble: OrderTrouble): string {
  const { t } = visit;
  const mood = moodOf(order, trouble);
  return page(visit, {
    title: t('order.number', { number: order.number }),
    refreshSeconds: mood === 'checking' ? 3 : undefined,
    body: (
      <Stack gap="l">
        <OrderSteps visit={visit} now={mood === 'paid' ? 3 : 2} />
        <Split
          main={
            <Stack gap="xl">
              <Result visit={visit} order={order} mood={mood} trouble={trouble} />
              {mood === 'paid' && <Next visit={visit} order={order} />}
              <About visit={visit} order={order} mood={mood} />
            </Stack>
          }
          aside={<Bought visit={visit} order={order} />}
        />
      </Stack>
    ),
  });
}

type Part = { visit: Visit; order: Order; mood: Mood };

function Result(props: Part & { trouble: OrderTrouble }) {
  const { visit, order, mood } = props;
  const { t } = visit;
  const [icon, tone] = emblems[mood];
  return (
    <div className="result">
      {mood === 'checking' ? (
        <Waiting label={t('order.checking')} />
      ) : (
        <Emblem icon={icon} tone={tone} />
      )}
      <PageTitle eyebrow={t('order.number', { number: order.number })} lead={leadOf(props)}>
        {t(mood === 'paid' ? 'order.paid' : `order.${mood}`)}
      </PageTitle>
      <Words {...props} />
      <Ways visit={visit} order={order} mood={mood} />
    </div>
  );
}

function leadOf({ visit: { t }, order, mood }: Part): string {
  const { number, buyer, state } = order;
  switch (mood) {
    case 'paid':
      return t('order.paidLead', { email: buyer.email });
    case 'refused':
    case 'unreachable':
      return t(`order.${mood}Lead`, { number });
    case 'cancelled':
      return state.status === 'cancelled' && state.reason === 'replaced'
        ? t('order.cancelledReplaced')
        : t('order.cancelledLead');
    default:
      return t(`order.${mood}Lead`);
  }
}

function Words({ visit: { t }, order, mood, trouble }: Part & { trouble: OrderTrouble }) {
  const { state, buyer } = order;
  const refusal = state.refusal;
  return (
    <>
      {mood === 'refused' && refusal && (
        <Notice tone="warn">{t(`refusal.${reasonOf(refusal)}`)}</Notice>
      )}
      {mood === 'checking' && trouble === 'not_cancelled' && (
        <Notice tone="warn">{t('order.notCancelled')}</Notice>
      )}
      {mood === 'checking' && <p>{t('order.checkingNote', { email: buyer.email })}</p>}
      {state.status === 'paid' && state.wasLate && (
        <Notice tone="info">{t('order.paidLate')}</Notice>
      )}
    </>
  );
}

function Ways({ visit: { t }, order, mood }: Part) {
  const path = orderPath(order);
  const pay = (words: string) => (
    <ButtonForm action={`${path}/pay`} size="l" icon="lock">
      {words}
    </ButtonForm>
  );
  const cancel = (
    <ButtonForm action={`${path}/cancel`} look="quiet">
      {t('order.cancel')}
    </ButtonForm>
  );
  const shown: Record<Mood, ReactNode> = {
    paid: null,
    checking: null,
    waiting: (
      <>
        {pay(t('order.pay'))}
        {cancel}
      </>
    ),
    refused: (
      <>
        {pay(t('order.payOther'))}
        {cancel}
      </>
    ),
    unreachable: pay(t('order.retry')),
    cancelled: <ButtonLink href="/cart">{t('cart.title')}</ButtonLink>,
    expired: <ButtonLink href="/cart">{t('cart.title')}</ButtonLink>,
  };
  return shown[mood] ? <div className="actions">{shown[mood]}</div> : null;
}

/** Downloads first: they are why a buyer of something digital is here. */
function Next({ visit, order }: { visit: Visit; order: Order }) {
  const { t, shop, lang } = visit;
  const digital = order.lines.filter((line) => line.kind === 'digital');
  const delivery = shop.deliveries.find(({ id }) => id === order.delivery?.id);
  return (
    <Card title={t('order.next')} look="tint">
      <Stack>
        {digital.map((line) => (
          <div key={line.slug} className="total-line">
            <strong>{line.name}</strong>
            <ButtonLink href={`${orderPath(order)}/files/${line.slug}`} icon="download" download>
              {t('order.download')}
            </ButtonLink>
          </div>
        ))}
        {digital.length > 0 && <p className="soft small">{t('order.nextDigital')}</p>}
        {order.delivery && (
          <p>{t('order.nextGoods', { time: delivery?.time[lang] ?? order.delivery.name })}</p>
        )}
      </Stack>
    </Card>
  );
}

function About({ visit, order, mood }: Part) {
  const { t } = visit;
  const { state, buyer, delivery } = order;
  const { address } = buyer;
  const facts: (Fact | false | undefined)[] = [
    {
      term: t('order.number', { number: order.number }),
      value: <Status tone={emblems[mood][1]}>{t(`status.${badges[mood]}`)}</Status>,
    },
    { term: t('order.placed'), value: <When at={state.placedAtMs} /> },
    state.status === 'paid' && { term: t('order.paidAt'), value: <When at={state.paidAtMs} /> },
    state.status === 'paid' && {
      term: t('order.reference'),
      value: <span className="mono">{state.reference}</span>,
    },
    { term: t('order.contact'), value: buyer.email },
    delivery && {
      term: address ? t('order.deliveryTo') : t('order.collect'),
      value: address
        ? `${buyer.name}, ${address.street}, ${address.postalCode} ${address.city}`
        : delivery.name,
    },
  ];
  return (
    <Stack>
      <Facts facts={facts} />
      <p className="soft small">{t('order.safe')}</p>
    </Stack>
  );
}

function Bought({ visit, order }: { visit: Visit; order: Order }) {
  const { t } = visit;
  const { delivery } = order;
  return (
    <Card title={t('order.items')}>
      <Stack gap="l">
        <ShortLines visit={visit} lines={order.lines} />
        <hr />
        <Summary visit={visit} sums={{ ...order, delivery: delivery ?? 'none' }} />
      </Stack>
    </Card>
  );
}
