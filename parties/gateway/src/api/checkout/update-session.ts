// What a shop may change of a session it has made: its notes at any time, its order while it is open.

import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import { changeSession, type SessionChange } from '../../checkout/session/change-session.ts';
import { describeSession } from '../../checkout/session/describe-session.ts';
import type { CheckoutSession, SessionLine } from '../../checkout/session/session.ts';
import { loadSession } from '../../checkout/session/store.ts';
import type { Api } from '../api.ts';
import { type Answer, type ApiError, invalid, missing } from '../kernel/api-error.ts';
import type { Call } from '../kernel/kernel.ts';
import {
  expansion,
  list,
  mergeMetadata,
  metadata,
  text,
  unsettable,
} from '../kernel/parameters.ts';
import { type Making, mergeWishes } from '../payments/merge-wishes.ts';
import { sessionToStripe } from '../to-stripe/session.ts';
import { lineInput, type ResolvedLines, resolveLines } from './line-items.ts';
import { countryCode } from './page-parameters.ts';
import { intentData } from './session-input.ts';
import { changeRefused } from './session-refusals.ts';
import { type ResolvedShipping, resolveShipping, shippingOptions } from './shipping-options.ts';

const shippingDetails = z.strictObject({
  address: z.strictObject({
    city: text().optional(),
    country: countryCode,
    line1: text(),
    line2: text().optional(),
    postal_code: text().optional(),
    state: text().optional(),
  }),
  name: text(),
});

export const updateSessionInput = z.strictObject({
  ...expansion,
  collected_information: z
    .strictObject({ shipping_details: shippingDetails.optional() })
    .optional(),
  line_items: list(
    z.strictObject({ ...lineInput.shape, id: text(100).optional() }),
    100,
  ).optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      description: unsettable(text(1000)).optional(),
      metadata: metadata.optional(),
      setup_future_usage: unsettable(z.enum(['off_session', 'on_session'])).optional(),
      statement_descriptor: intentData.statement_descriptor,
      statement_descriptor_suffix: unsettable(text(22)).optional(),
    })
    .optional(),
  shipping_options: unsettable(shippingOptions).optional(),
});

type UpdateInput = z.output<typeof updateSessionInput>;

type Looked = { readonly lines?: ResolvedLines; readonly shipping?: ResolvedShipping };

export async function updateSession(
  { means }: Api,
  call: Call<UpdateInput>,
): Promise<Result<Answer, ApiError>> {
  const { accountId, id, input, cause, once } = call;
  const session = await loadSession(means.db, accountId, id);
  if (session === undefined) return err(missing('checkout.session', id, 'session'));
  if (session.pays.mode === 'setup') return describe(means, call);
  const { currency } = session.total;
  const looked = await lookUp(means, { accountId, input, currency });
  if (!looked.ok) return looked;
  const { lines, shipping } = looked.value;
  const answer = (after: CheckoutSession, isPaid: boolean): Answer => ({
    status: 200,
    body: sessionToStripe(after, { isPaid }, means.publicUrl),
  });
  const making = { makeId: means.makeId, nowMs: means.clock.nowMs() };
  let isPaid = false;
  const done = await changeSession<{ readonly code: 'said'; readonly error: ApiError }>(
    means.payments,
    {
      id,
      cause,
      change: ({ intent, session: before, wishes }) => {
        isPaid = intent.state.status === 'succeeded';
        const changed = change({ session: before, wishes }, input, { ...looked.value, making });
        return changed.ok ? changed : err({ code: 'said', error: changed.error });
      },
      also: { inserts: [...(lines?.also.inserts ?? []), ...(shipping?.also.inserts ?? [])] },
      once: once((after: CheckoutSession) => answer(after, isPaid)),
    },
  );
  if (!done.ok) {
    const { error } = done;
    return err(error.code === 'said' ? error.error : changeRefused(error, id));
  }
  const { session: after } = done.value;
  return after === null
    ? err(missing('checkout.session', id, 'session'))
    : ok(answer(after, isPaid));
}

/** A session that keeps a card has notes, and no order that could be changed. */
async function describe(
  means: Api['means'],
  { accountId, id, input, once }: Call<UpdateInput>,
): Promise<Result<Answer, ApiError>> {
  const { metadata: notes, expand: _, ...rest } = input;
  const other = Object.entries(rest).find(([, value]) => value !== undefined);
  if (other !== undefined) {
    const message = `A session of the mode "setup" has no order: only its metadata can be changed.`;
    return err(invalid(message, { param: other[0] }));
  }
  const answer = (after: CheckoutSession): Answer => ({
    status: 200,
    body: sessionToStripe(after, { isPaid: false }, means.publicUrl),
  });
  const described = await describeSession(means.db, {
    ...{ accountId, id },
    change: (before) => mergeMetadata(before, notes),
    once: once(answer),
  });
  return described.ok ? ok(answer(described.value)) : err(changeRefused(described.error, id));
}

type Looking = Pick<Call<UpdateInput>, 'accountId' | 'input'> & {
  readonly currency: CheckoutSession['total']['currency'];
};

async function lookUp(
  means: Api['means'],
  { accountId, input, currency }: Looking,
): Promise<Result<Looked, ApiError>> {
  const items = (input.line_items ?? []).filter((item) => item.id === undefined);
  const lines =
    items.length === 0 ? undefined : await resolveLines(means, { accountId, items, currency });
  if (lines?.ok === false) return lines;
  const { shipping_options: given } = input;
  const shipping =
    given === undefined
      ? undefined
      : await resolveShipping(means, { accountId, given: given ?? [], currency });
  if (shipping?.ok === false) return shipping;
  return ok({
    ...(lines === undefined ? {} : { lines: lines.value }),
    ...(shipping === undefined ? {} : { shipping: shipping.value }),
  });
}

function change(
  { session, wishes }: SessionChange,
  input: UpdateInput,
  looked: Looked & { readonly making: Making },
): Result<SessionChange, ApiError> {
  const { metadata: notes, expand: _, ...rest } = input;
  const isOrder = Object.values(rest).some((value) => value !== undefined);
  if (isOrder && session.status !== 'open') {
    const message = `This session is ${session.status}: only its metadata can be changed any more.`;
    return err(invalid(message, { param: 'session' }));
  }
  const lines = linesAfter(session.lines, input, looked);
  if (!lines.ok) return lines;
  const { details, collected } = session;
  const options = looked.shipping?.options ?? details.shippingOptions;
  const isThere = options.some(({ rate }) => rate === details.shippingRate);
  const { payment_intent_data: data, collected_information: told } = input;
  const shipping = told?.shipping_details;
  return ok({
    session: {
      ...session,
      lines: lines.value,
      details: {
        ...details,
        metadata: mergeMetadata(details.metadata, notes),
        shippingOptions: [...options],
        shippingRate: isThere ? details.shippingRate : (options[0]?.rate ?? null),
      },
      collected: shipping === undefined ? collected : { ...collected, shipping: placeOf(shipping) },
    },
    wishes: mergeWishes(
      wishes,
      { ...data, ...(shipping === undefined ? {} : { shipping }) },
      looked.making,
    ),
  });
}

function placeOf({ name, address }: z.output<typeof shippingDetails>) {
  const { city, country, line1, line2, postal_code: postalCode, state } = address;
  return {
    name,
    address: {
      city: city ?? null,
      country,
      line1,
      line2: line2 ?? null,
      postalCode: postalCode ?? null,
      state: state ?? null,
    },
  };
}

/** Lines named by their id stay, those that are not named go, those without an id are new. */
function linesAfter(
  before: readonly SessionLine[],
  { line_items: items }: UpdateInput,
  { lines: made }: Looked,
): Result<readonly SessionLine[], ApiError> {
  if (items === undefined) return ok(before);
  const fresh = [...(made?.lines ?? [])];
  const after: SessionLine[] = [];
  for (const [place, { id, quantity, metadata: notes }] of items.entries()) {
    const line = id === undefined ? fresh.shift() : before.find((one) => one.id === id);
    if (line === undefined) return err(missing('item', id ?? '', `line_items[${place}][id]`, 400));
    after.push({
      ...line,
      quantity: quantity ?? line.quantity,
      metadata: mergeMetadata(line.metadata, notes),
    });
  }
  if (after.length > 0) return ok(after);
  return err(invalid('A session has at least one line.', { param: 'line_items' }));
}
