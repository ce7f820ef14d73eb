// Everything the network knows about one payment, by its RRN, oldest first: what passed the switch,
// what was presented, and who got which part.

import type { TraceLine } from '@kassa/control';
import { column, type Queries } from '@kassa/database';
import { responseMeaning } from '@kassa/iso8583';
import { transactions } from '@kassa/ledger';
import { bookId } from './chart.ts';

export async function trace(db: Queries, rrn: string): Promise<TraceLine[]> {
  const lines = [...(await passed(db, rrn)), ...(await booked(db, rrn))];
  return lines.sort((one, other) => one.at - other.at);
}

function passed(db: Queries, rrn: string): Promise<TraceLine[]> {
  return db.query(
    {
      text: `
        select n.at_ms, n.direction, n.mti, n.response_code, coalesce(m.name, n.peer) as peer
        from switch_message n
        left join member m on m.member_id = n.peer
        where n.rrn = any(array(
          select i.rrn
          from switch_authorization o
          join switch_authorization i on i.increment_of = o.id
          where o.rrn = $1
        ) || $1)
        order by n.number
        limit 200`,
      values: [rrn],
    },
    (row) => {
      const way = column.oneOf(row, 'direction', ['in', 'out']) === 'in' ? 'from' : 'to';
      const code = column.textOrNull(row, 'response_code');
      const meaning = code === null ? '' : `: ${code} ${responseMeaning(code)}`;
      return {
        at: column.integer(row, 'at_ms'),
        what: `${column.text(row, 'mti')} ${way} ${column.text(row, 'peer')}${meaning}`,
      };
    },
  );
}

async function booked(db: Queries, rrn: string): Promise<TraceLine[]> {
  const found = await transactions(db, { accountId: bookId, reference: rrn, limit: 100 });
  return found.flatMap(({ at, description, entries }) =>
    entries.map(({ account, side, amount }) => ({
      at,
      what: `${description}, ${side}`,
      account,
      amount: String(amount.minor),
      currency: amount.currency,
    })),
  );
}
