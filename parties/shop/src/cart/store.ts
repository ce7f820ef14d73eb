// Carts: one row each, found by the hash of the browser's cookie.
import { createHash } from 'node:crypto';
import { column, type Database, type Value } from '@kassa/database';
import { err, ok, type Result } from '@kassa/result';
import { z } from 'zod';
import type { CartLine } from '../pricing/price-cart.ts';

export type Cart = {
  readonly id: string;
  /** 0: not stored yet. */
  readonly version: number;
  readonly lines: readonly CartLine[];
};

const linesSchema = z.array(z.object({ slug: z.string(), quantity: z.number().int() }));

export const cartIdOf = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

export async function loadCart(db: Database, id: string): Promise<Cart> {
  const found = await db.one(
    { name: 'load_cart', text: 'select version, lines from cart where id = $1', values: [id] },
    (row) => ({
      id,
      version: column.integer(row, 'version'),
      lines: linesSchema.parse(column.json(row, 'lines')),
    }),
  );
  return found ?? { id, version: 0, lines: [] };
}

/** Refused if the cart was changed in another window since it was read. */
export async function saveCart(
  db: Database,
  cart: Cart,
  lines: readonly CartLine[],
  nowMs: number,
): Promise<Result<void, { readonly code: 'cart_moved' }>> {
  const row = { version: cart.version + 1, lines: jsonOf(lines), touched_at_ms: nowMs };
  const saved = await db.commit(
    cart.version === 0
      ? { inserts: [{ table: 'cart', rows: [{ id: cart.id, ...row }] }] }
      : {
          updates: [
            {
              as: 'cart_moved',
              table: 'cart',
              key: { id: cart.id },
              expect: { version: cart.version },
              set: row,
            },
          ],
        },
  );
  return saved.ok ? ok(undefined) : err({ code: 'cart_moved' });
}

/** After payment, once: what was bought leaves the cart; what was added meanwhile stays. */
export async function takeFromCart(
  db: Database,
  id: string,
  bought: readonly CartLine[],
): Promise<void> {
  await db.exec(
    `update cart
    set
      version = version + 1,
      lines = (
        select coalesce(
          jsonb_agg(jsonb_build_object('slug', rest.slug, 'quantity', rest.quantity) order by rest.at),
          '[]'
        )
        from (
          select
            line->>'slug' as slug,
            (line->>'quantity')::int - coalesce((b.taken->>'quantity')::int, 0) as quantity,
            at
          from jsonb_array_elements(cart.lines) with ordinality as l (line, at)
          left join jsonb_array_elements($2::jsonb) as b (taken)
            on b.taken->>'slug' = l.line->>'slug'
        ) rest
        where rest.quantity > 0
      )
    where id = $1`,
    [id, JSON.stringify(bought.map(({ slug, quantity }) => ({ slug, quantity })))],
  );
}

const jsonOf = (lines: readonly CartLine[]): Value =>
  lines.map(({ slug, quantity }) => ({ slug, quantity }));
