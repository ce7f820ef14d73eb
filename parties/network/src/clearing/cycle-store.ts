// SQL of the clearing cycle: what it nets, what it must deliver, what has settled.

import { column, type Queries, type RawRow, type Unit } from '@kassa/database';
import { type Currency, currencyOf } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { type PlainDate, parseDate } from '@kassa/time';

export type CycleClosing = {
  readonly businessDate: PlainDate;
  readonly atMs: number;
  /** Begins the id of every settlement message. */
  readonly prefix: string;
  readonly itemsMax: number;
};

/**
 * Everything accepted and not yet cleared, presentments and disputes, goes into this cycle: its files, its nets and its
 * settlement messages are laid down in one statement. A cycle that is closed stays as it is.
 */
export async function closeCycle(db: Queries, closing: CycleClosing): Promise<void> {
  await db.exec(
    `with opened as (
      insert into clearing_cycle (business_date, closed_at_ms)
      values ($1, $2)
      on conflict do nothing
      returning business_date, to_char(business_date, 'YYYYMMDD') as day
    ),
    numbered as (
      select
        p.id,
        p.issuer_id,
        (row_number() over (partition by p.issuer_id order by p.id) - 1) / $4::integer + 1 as part
      from presentment p
      cross join opened
      where p.business_date is null
    ),
    files as (
      insert into issuer_file (file_id, business_date, issuer_id, part)
      select distinct 'cli-' || o.day || '-' || n.issuer_id || '-' || n.part, o.business_date,
        n.issuer_id, n.part
      from numbered n
      cross join opened o
      returning file_id, business_date, issuer_id, part
    ),
    moved as (
      update presentment p
      set business_date = f.business_date, issuer_file_id = f.file_id
      from numbered n
      join files f on f.issuer_id = n.issuer_id and f.part = n.part
      where p.id = n.id
      returning p.acquirer_id, p.issuer_id, p.currency, p.interchange_minor, p.scheme_fee_minor,
        case when p.is_credit then -p.amount_minor else p.amount_minor end as amount_minor
    ),
    told as (
      select m.id, m.receiver_id, false as is_copy
      from dispute_message m
      where m.business_date is null
      union all
      select m.id, m.copy_receiver_id, true
      from dispute_message m
      where m.business_date is null and m.copy_receiver_id is not null
    ),
    numbered_disputes as (
      select
        t.id,
        t.receiver_id,
        t.is_copy,
        (row_number() over (partition by t.receiver_id order by t.id) - 1) / $4::integer + 1 as part
      from told t
      cross join opened
    ),
    deliveries as (
      insert into dispute_delivery (file_id, business_date, receiver_id, part)
      select distinct 'cld-' || o.day || '-' || n.receiver_id || '-' || n.part, o.business_date,
        n.receiver_id, n.part
      from numbered_disputes n
      cross join opened o
      returning file_id, business_date, receiver_id, part
    ),
    placed as (
      select
        n.id,
        min(d.business_date) as business_date,
        min(d.file_id) filter (where not n.is_copy) as file_id,
        min(d.file_id) filter (where n.is_copy) as copy_file_id
      from numbered_disputes n
      join deliveries d on d.receiver_id = n.receiver_id and d.part = n.part
      group by n.id
    ),
    disputed as (
      update dispute_message m
      set business_date = p.business_date, delivery_id = p.file_id,
        copy_delivery_id = p.copy_file_id
      from placed p
      where m.id = p.id
      returning m.acquirer_id, m.issuer_id, m.currency,
        -m.issuer_paid_minor - m.acquirer_fee_minor as acquirer_net,
        m.issuer_paid_minor - m.issuer_fee_minor as issuer_net
    ),
    nets as (
      select member_id, currency, sum(net_minor)::bigint as net_minor
      from (
        select acquirer_id as member_id, currency,
          amount_minor - interchange_minor - scheme_fee_minor as net_minor
        from moved
        union all
        select issuer_id, currency, interchange_minor - amount_minor
        from moved
        union all
        select acquirer_id, currency, acquirer_net
        from disputed
        where acquirer_net <> 0
        union all
        select issuer_id, currency, issuer_net
        from disputed
        where issuer_net <> 0
      ) legs
      group by member_id, currency
    ),
    positions as (
      insert into settlement_position (business_date, currency, member_id, net_minor)
      select o.business_date, n.currency, n.member_id, n.net_minor
      from nets n
      cross join opened o
      returning currency
    )
    insert into settlement_message (message_id, business_date, currency)
    select distinct $3 || '-' || o.day || '-' || p.currency, o.business_date, p.currency
    from positions p
    cross join opened o`,
    [closing.businessDate, closing.atMs, closing.prefix, closing.itemsMax],
  );
}

export type IssuerFile = {
  readonly fileId: string;
  readonly businessDate: string;
  readonly issuerId: string;
  readonly closedAtMs: number;
};

export function loadPendingFiles(db: Queries): Promise<IssuerFile[]> {
  return db.query(
    {
      text: `
        select f.*, c.closed_at_ms
        from issuer_file f
        join clearing_cycle c on c.business_date = f.business_date
        where f.state = 'pending'
        order by f.business_date, f.file_id
        limit 1000`,
    },
    (row) => ({
      fileId: column.text(row, 'file_id'),
      businessDate: column.text(row, 'business_date'),
      issuerId: column.text(row, 'issuer_id'),
      closedAtMs: column.integer(row, 'closed_at_ms'),
    }),
  );
}

export type FileItem = {
  readonly id: string;
  readonly sealedItem: string;
  readonly acceptedAtMs: number;
  readonly currency: Currency;
  readonly interchangeMinor: bigint;
};

/** In the order of their ids: the file is the same however often it is built. */
export function loadFileItems(db: Queries, fileId: string): Promise<FileItem[]> {
  return db.query(
    {
      text: `
        select id, sealed_item, accepted_at_ms, currency, interchange_minor
        from presentment
        where issuer_file_id = $1
        order by id
        limit 100000`,
      values: [fileId],
    },
    (row) => ({
      id: column.text(row, 'id'),
      sealedItem: column.text(row, 'sealed_item'),
      acceptedAtMs: column.integer(row, 'accepted_at_ms'),
      currency: currencyColumn(row),
      interchangeMinor: column.big(row, 'interchange_minor'),
    }),
  );
}

/** The issuer has it: from now on nobody needs the card numbers of these items. */
export async function markDelivered(
  db: Queries,
  fileId: string,
  rejectedItems: number,
  atMs: number,
): Promise<void> {
  await db.exec(
    `with delivered as (
      update issuer_file
      set state = 'delivered', delivered_at_ms = $2, rejected_items = $3, attempts = attempts + 1
      where file_id = $1 and state = 'pending'
      returning file_id
    )
    update presentment p
    set sealed_item = null
    from delivered d
    where p.issuer_file_id = d.file_id`,
    [fileId, atMs, rejectedItems],
  );
}

export async function countFileAttempt(db: Queries, fileId: string): Promise<void> {
  await db.exec('update issuer_file set attempts = attempts + 1 where file_id = $1', [fileId]);
}

export type SettlementMessage = {
  readonly messageId: string;
  readonly businessDate: PlainDate;
  readonly currency: Currency;
  readonly state: 'pending' | 'sent' | 'settled';
  readonly closedAtMs: number;
};

export function loadOpenSettlements(db: Queries): Promise<SettlementMessage[]> {
  return db.query(
    {
      text: `
        select m.*, c.closed_at_ms
        from settlement_message m
        join clearing_cycle c on c.business_date = m.business_date
        where m.state <> 'settled'
        order by m.business_date, m.currency
        limit 1000`,
    },
    decodeSettlement,
  );
}

export function findSettlement(
  db: Queries,
  messageId: string,
): Promise<SettlementMessage | undefined> {
  return db.one(
    {
      text: `
        select m.*, c.closed_at_ms
        from settlement_message m
        join clearing_cycle c on c.business_date = m.business_date
        where m.message_id = $1`,
      values: [messageId],
    },
    decodeSettlement,
  );
}

function decodeSettlement(row: RawRow): SettlementMessage {
  return {
    messageId: column.text(row, 'message_id'),
    businessDate: unwrap(parseDate(column.text(row, 'business_date'))),
    currency: currencyColumn(row),
    state: column.oneOf(row, 'state', ['pending', 'sent', 'settled']),
    closedAtMs: column.integer(row, 'closed_at_ms'),
  };
}

export type NetPosition = {
  readonly memberId: string;
  readonly clearingCode: string;
  /** Above zero: the member is paid. */
  readonly netMinor: bigint;
};

export function loadPositions(db: Queries, message: SettlementMessage): Promise<NetPosition[]> {
  return db.query(
    {
      text: `
        select p.member_id, m.clearing_code, p.net_minor
        from settlement_position p
        join member m on m.member_id = p.member_id
        where p.business_date = $1 and p.currency = $2
        order by p.member_id
        limit 10000`,
      values: [message.businessDate, message.currency],
    },
    (row) => ({
      memberId: column.text(row, 'member_id'),
      clearingCode: column.text(row, 'clearing_code'),
      netMinor: column.big(row, 'net_minor'),
    }),
  );
}

export async function markSent(db: Queries, messageId: string, atMs: number): Promise<void> {
  await db.exec(
    `update settlement_message
    set state = 'sent', sent_at_ms = $2, attempts = attempts + 1
    where message_id = $1 and state = 'pending'`,
    [messageId, atMs],
  );
}

/** Once: a second notice of the same settlement is refused by the guard `settlement_open`. */
export function markSettled(messageId: string, atMs: number, advisedMinor: bigint | null): Unit {
  return {
    updates: [
      {
        as: 'settlement_open',
        table: 'settlement_message',
        key: { message_id: messageId },
        expect: { state: ['pending', 'sent'] },
        set: { state: 'settled', settled_at_ms: atMs, advised_minor: advisedMinor },
      },
    ],
  };
}

/** What moved on our own account, where the settlement was known before. */
export async function noteAdvised(
  db: Queries,
  messageId: string,
  advisedMinor: bigint,
): Promise<void> {
  await db.exec(
    `update settlement_message set advised_minor = $2
    where message_id = $1 and state = 'settled' and advised_minor is null`,
    [messageId, advisedMinor],
  );
}

function currencyColumn(row: RawRow): Currency {
  return unwrap(currencyOf(column.text(row, 'currency')));
}
