// From what is said of a link to what is kept of it: when it is made, and when it is changed.

import { err, ok, type Result } from '@kassa/result';
import type { LinkData } from '../../checkout/links/payment-link.ts';
import { refuseTotal } from '../../checkout/session/new-session.ts';
import { reckon } from '../../checkout/session/reckon.ts';
import type { SessionLine, ShippingOption } from '../../checkout/session/session.ts';
import { type ApiError, missing } from '../kernel/api-error.ts';
import { currencyCode, mergeMetadata } from '../kernel/parameters.ts';
import type { ResolvedLines } from './line-items.ts';
import { askFrom, textsFrom } from './page-parameters.ts';
import type { CreateLinkInput, UpdateLinkInput } from './payment-link-input.ts';
import { changeRefused } from './session-refusals.ts';

export type LinkParts = {
  readonly token: string;
  readonly lines: ResolvedLines;
  readonly shippingOptions: readonly ShippingOption[];
};

export function newLink(
  input: CreateLinkInput,
  { token, lines, shippingOptions }: LinkParts,
): Result<LinkData, ApiError> {
  const { payment_intent_data: data } = input;
  const { capture_method: capture } = data ?? {};
  return whole({
    token,
    active: true,
    metadata: input.metadata ?? {},
    currency: lines.currency,
    lines: [...lines.lines],
    shippingOptions: [...shippingOptions],
    ask: askFrom(input, true),
    texts: textsFrom(input),
    submitType: submitOf(input.submit_type),
    countsTax: input.automatic_tax?.enabled ?? false,
    customerCreation: input.customer_creation ?? 'if_required',
    ...completionOf(input.after_completion),
    inactiveMessage: input.inactive_message ?? null,
    limit: input.restrictions?.completed_sessions.limit ?? null,
    completed: 0,
    intent: {
      captureMethod: capture === undefined ? null : capture === 'manual' ? 'manual' : 'automatic',
      description: data?.description ?? null,
      metadata: data?.metadata ?? {},
      setupFutureUsage: data?.setup_future_usage ?? null,
      statementSuffix: data?.statement_descriptor_suffix ?? null,
    },
    said: saidOf(input),
  });
}

const submitOf = (given: CreateLinkInput['submit_type']): LinkData['submitType'] =>
  given === undefined || given === 'auto' ? null : given;

function completionOf(given: CreateLinkInput['after_completion']) {
  const redirectUrl = given?.redirect?.url ?? null;
  return { redirectUrl, confirmation: given?.hosted_confirmation?.custom_message ?? null };
}

function saidOf(input: CreateLinkInput | UpdateLinkInput): LinkData['said'] {
  const { consent_collection: consent } = input;
  const said = {
    billing_address_collection: input.billing_address_collection,
    consent_collection: consent && {
      payment_method_reuse_agreement: consent.payment_method_reuse_agreement ?? null,
      promotions: consent.promotions ?? null,
      terms_of_service: consent.terms_of_service ?? null,
    },
    submit_type: input.submit_type,
  };
  // What was not said is left out by JSON.
  const plain: LinkData['said'] = JSON.parse(JSON.stringify(said));
  return plain;
}

/** What is not given stays; an empty string forgets. */
export function changedLink(
  old: LinkData,
  input: UpdateLinkInput,
  shippingOptions: readonly ShippingOption[] | undefined,
): Result<LinkData, ApiError> {
  const lines = changedLines(old.lines, input);
  if (!lines.ok) return lines;
  const { payment_intent_data: data, restrictions, inactive_message: inactive } = input;
  const or = <Value>(value: Value | undefined, before: Value): Value =>
    value === undefined ? before : value;
  return whole({
    ...old,
    active: input.active ?? old.active,
    metadata: mergeMetadata(old.metadata, input.metadata),
    lines: [...lines.value],
    shippingOptions: [...(shippingOptions ?? old.shippingOptions)],
    ask: changedAsk(old, input),
    texts: changedTexts(old, input),
    submitType: input.submit_type === undefined ? old.submitType : submitOf(input.submit_type),
    countsTax: input.automatic_tax?.enabled ?? old.countsTax,
    customerCreation: input.customer_creation ?? old.customerCreation,
    ...(input.after_completion === undefined ? {} : completionOf(input.after_completion)),
    inactiveMessage: or(inactive, old.inactiveMessage),
    limit: restrictions === null ? null : (restrictions?.completed_sessions.limit ?? old.limit),
    intent: {
      ...old.intent,
      description: or(data?.description, old.intent.description),
      metadata: mergeMetadata(old.intent.metadata, data?.metadata),
      statementSuffix: or(data?.statement_descriptor_suffix, old.intent.statementSuffix),
    },
    said: { ...old.said, ...saidOf(input) },
  });
}

/** Only the parts of the page that this request speaks of. */
function changedAsk({ ask }: LinkData, input: UpdateLinkInput): LinkData['ask'] {
  const asked = askFrom(input, true);
  return {
    ...ask,
    ...(input.phone_number_collection === undefined ? {} : { phone: asked.phone }),
    ...(input.billing_address_collection === undefined ? {} : { billing: asked.billing }),
    ...(input.shipping_address_collection === undefined
      ? {}
      : { shippingCountries: asked.shippingCountries }),
    ...(input.name_collection === undefined
      ? {}
      : { businessName: asked.businessName, individualName: asked.individualName }),
    ...(input.custom_fields === undefined ? {} : { fields: asked.fields }),
    ...(input.consent_collection === undefined
      ? {}
      : { terms: asked.terms, promotions: asked.promotions }),
  };
}

function changedTexts({ texts }: LinkData, { custom_text: given = {} }: UpdateLinkInput) {
  const said = textsFrom({ custom_text: given });
  return {
    submit: given.submit === undefined ? texts.submit : said.submit,
    shippingAddress:
      given.shipping_address === undefined ? texts.shippingAddress : said.shippingAddress,
    terms: given.terms_of_service_acceptance === undefined ? texts.terms : said.terms,
    afterSubmit: given.after_submit === undefined ? texts.afterSubmit : said.afterSubmit,
  };
}

function changedLines(
  before: readonly SessionLine[],
  { line_items: items }: UpdateLinkInput,
): Result<readonly SessionLine[], ApiError> {
  const lines = [...before];
  for (const [place, { id, quantity, adjustable_quantity: range }] of (items ?? []).entries()) {
    const at = lines.findIndex((line) => line.id === id);
    const line = lines[at];
    if (line === undefined) return err(missing('item', id, `line_items[${place}][id]`, 400));
    const { minimum = 0, maximum = 99 } = range ?? {};
    const kept = range === undefined ? line.adjustable : null;
    const adjustable = range?.enabled === true ? { minimum, maximum } : kept;
    lines[at] = { ...line, quantity: quantity ?? line.quantity, adjustable };
  }
  return ok(lines);
}

/** A link whose order costs nothing, or too much, could open no session. */
function whole(link: LinkData): Result<LinkData, ApiError> {
  const currency = currencyCode.parse(link.currency);
  const [shipping] = link.shippingOptions;
  const { total, lines } = reckon({ currency, lines: link.lines, shipping, tax: null });
  const refusal = refuseTotal(total.minor);
  if (refusal !== undefined) return err(changeRefused(refusal, ''));
  return ok({ ...link, lines: [...lines] });
}
