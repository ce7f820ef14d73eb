// Authorizations as a gateway or a merchant may read them: our own state of each, with what was
// captured, given back and reversed, and the issuer's last word. No card number, no fingerprint.

import { column, type Queries, type RawRow } from '@kassa/database';
import { z } from 'zod';

export type ViewFilter = {
  readonly mid: string;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** `{receivedAtMs}.{rrn}` of the last one of the page before; empty for the first page. */
  readonly after: string;
  readonly limit: number;
};

export type AuthorizationView = {
  readonly rrn: string;
  readonly stan: string;
  readonly state: string;
  /** What is held or may be captured in all, increments and releases counted in. */
  readonly amountMinor: string;
  readonly currency: string;
  readonly responseCode: string | null;
  readonly authorizationCode: string | null;
  readonly receivedAtMs: number;
  readonly answeredAtMs: number | null;
  /** The RRN of what this one was to grow. */
  readonly incrementOf: string | null;
  readonly capturedMinor: string;
  readonly refundedMinor: string;
  readonly isCaptureFinal: boolean;
  readonly reversals: readonly ReversalView[];
};

export type ReversalView = {
  readonly origin: string;
  /** Null: the issuer's side has not acknowledged it yet. */
  readonly acknowledgedAtMs: number | null;
  readonly responseCode: string | null;
};

/** In the order in which they came. */
export function viewAuthorizations(
  db: Queries,
  { mid, sinceMs, untilMs, after, limit }: ViewFilter,
): Promise<AuthorizationView[]> {
  const [afterMs = '-1', afterRrn = ''] = after === '' ? [] : after.split('.');
  const text = `
    select c.*, coalesce((
      select jsonb_agg(jsonb_build_object(
        'origin', r.origin,
        'acknowledgedAtMs', r.acknowledged_at_ms,
        'responseCode', r.response_code) order by r.id)
      from reversal r
      where r.mid = c.mid and r.rrn = c.rrn
    ), '[]') as reversals
    from card_authorization c
    where c.mid = $1
      and c.received_at_ms >= $2 and c.received_at_ms < $3
      and (c.received_at_ms, c.rrn) > ($4, $5)
    order by c.received_at_ms, c.rrn
    limit $6`;
  const values = [mid, sinceMs, untilMs, Number(afterMs), afterRrn, limit];
  return db.query({ name: 'view_authorizations', text, values }, decodeView);
}

export const edgeOf = ({ receivedAtMs, rrn }: AuthorizationView): string =>
  `${receivedAtMs}.${rrn}`;

const reversalsSchema = z.array(
  z.object({
    origin: z.string(),
    acknowledgedAtMs: z.coerce.number().nullable(),
    responseCode: z.string().nullable(),
  }),
);

function decodeView(row: RawRow): AuthorizationView {
  return {
    rrn: column.text(row, 'rrn'),
    stan: column.text(row, 'stan'),
    state: column.text(row, 'state'),
    amountMinor: String(column.big(row, 'amount')),
    currency: column.text(row, 'currency'),
    responseCode: column.textOrNull(row, 'response_code'),
    authorizationCode: column.textOrNull(row, 'authorization_code'),
    receivedAtMs: column.integer(row, 'received_at_ms'),
    answeredAtMs: column.integerOrNull(row, 'answered_at_ms'),
    incrementOf: column.textOrNull(row, 'increment_of'),
    capturedMinor: String(column.big(row, 'captured')),
    refundedMinor: String(column.big(row, 'refunded')),
    isCaptureFinal: column.bool(row, 'is_capture_final'),
    reversals: reversalsSchema.parse(column.json(row, 'reversals')),
  };
}
