// What a provider calls our messages. A provider that is asked over HTTP may be sent money's message
// only under a name that is kept here; so a name that is not here was never sent, for certain, and
// closing it makes sure that it never will be. One insert decides between the two.

import { column, type Database } from '@kassa/database';
import { Bug } from '@kassa/result';
import type { Clock } from '@kassa/time';
import { type AccountId, idFrom } from '../ids.ts';
import type { WireReference } from '../payments/intent.ts';

export type Named = { readonly accountId: AccountId; readonly wire: WireReference };

export type Sent =
  /** Closed: it has not been sent and never will be. */
  | { readonly kind: 'never' }
  /** It may have been. Null: the provider's name is not known. */
  | { readonly kind: 'maybe'; readonly reference: string | null };

export type References = {
  /** `never`: it must not be sent. Begun again it stays what it was, with the name it had. */
  begin(named: Named, reference: string | null): Promise<Sent>;
  /** The provider has told its name of it. */
  learn(named: Named, reference: string): Promise<void>;
  /** Was it sent? If not, it is closed by this question. */
  closeUnlessSent(named: Named): Promise<Sent>;
  /** Whose message it was; undefined: of nobody we know. */
  ownerOf(rrn: string): Promise<(Named & { readonly reference: string | null }) | undefined>;
};

export function openReferences(provider: string, db: Database, clock: Clock): References {
  const write = async (named: Named, reference: string | null, isClosed: boolean) => {
    const { accountId, wire } = named;
    const row = {
      account_id: accountId,
      provider,
      rrn: wire.rrn,
      stan: wire.stan,
      terminal_id: wire.terminalId,
      reference,
      is_closed: isClosed,
      created_at: clock.nowMs(),
    };
    const committed = await db.commit({
      inserts: [{ table: 'provider_reference', rows: [row], onConflict: 'nothing' }],
    });
    if (!committed.ok) throw new Bug(`a reference was not kept: ${committed.error.code}`);
    return read(db, provider, named);
  };
  return {
    begin: (named, reference) => write(named, reference, false),
    async learn({ accountId, wire }, reference) {
      // Known already, or closed: what is there stands.
      await db.exec(
        `update provider_reference set reference = $4
         where account_id = $1 and provider = $2 and rrn = $3 and reference is null
           and not is_closed`,
        [accountId, provider, wire.rrn, reference],
      );
    },
    closeUnlessSent: (named) => write(named, null, true),
    ownerOf: (rrn) => ownerOf(db, provider, rrn),
  };
}

async function read(db: Database, provider: string, { accountId, wire }: Named): Promise<Sent> {
  const found = await db.one(
    {
      name: 'provider_reference_read',
      text: `
        select reference, is_closed
        from provider_reference
        where account_id = $1 and provider = $2 and rrn = $3`,
      values: [accountId, provider, wire.rrn],
    },
    (row): Sent =>
      column.bool(row, 'is_closed')
        ? { kind: 'never' }
        : { kind: 'maybe', reference: column.textOrNull(row, 'reference') },
  );
  if (found === undefined) throw new Bug('a reference that was written is there');
  return found;
}

function ownerOf(db: Database, provider: string, rrn: string) {
  return db.one(
    {
      text: `
        select account_id, stan, terminal_id, reference, created_at
        from provider_reference
        where provider = $1 and rrn = $2 and not is_closed
        limit 1`,
      values: [provider, rrn],
    },
    (row) => ({
      accountId: idFrom('acct', column.text(row, 'account_id')),
      reference: column.textOrNull(row, 'reference'),
      wire: {
        rrn,
        stan: column.text(row, 'stan'),
        terminalId: column.text(row, 'terminal_id'),
        merchantId: '',
        transmittedAtMs: column.integer(row, 'created_at'),
      },
    }),
  );
}
