// Facts in rows. On a phone each row stands as lines of label and value; where a table is still too
// wide it scrolls inside its frame, which can be reached by keyboard. Of many rows a phone shows the
// first few, until it is asked for all: what stands below the table must not be a long way off.
import type { ReactNode } from 'react';
import { usePage } from '../page-context.ts';
import { wordsOf } from '../words.ts';

// Laid out as lines, a table is no table to some browsers any more: its roles say that it is.
const as = {
  table: { role: 'table' },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  columnHeader: { role: 'columnheader' },
  rowHeader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;

export type Column<Row> = {
  /** Also the label of its value where the row stands as lines. */
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Right-aligned, in figures of one width. */
  readonly numeric?: boolean | undefined;
  /** The cell names its row. */
  readonly isHeader?: boolean | undefined;
};

export type TableProps<Row> = {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly quietCaption?: boolean | undefined;
  /** Said in place of the rows when there are none. */
  readonly empty?: ReactNode;
  readonly foot?: ReactNode;
};

/** As in tables.css. */
const firstRows = 8;

export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows } = props;
  const t = wordsOf(usePage().lang);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" aria-label={caption} tabIndex={0}>
      <table {...as.table}>
        <caption className={props.quietCaption ? 'unseen' : undefined}>{caption}</caption>
        <thead {...as.rows}>
          <tr {...as.row}>
            {columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
              <th key={index} {...as.columnHeader} scope="col" className={classOf(column)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...as.rows}>
          {rows.map((row) => (
            <tr key={props.rowKey(row)} {...as.row}>
              {columns.map((column, index) => cellOf(column, row, index))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr {...as.row}>
              <td {...as.cell} colSpan={columns.length}>
                {props.empty ?? '–'}
              </td>
            </tr>
          )}
        </tbody>
        {props.foot && <tfoot {...as.rows}>{props.foot}</tfoot>}
      </table>
      {rows.length > firstRows && (
        <label className="table-all">
          <input type="checkbox" autoComplete="off" />
          <span>{t('showAll', { count: rows.length })}</span>
        </label>
      )}
    </section>
  );
}

function cellOf<Row>(column: Column<Row>, row: Row, index: number) {
  const facts = { className: classOf(column), 'data-label': column.header };
  if (column.isHeader) {
    return (
      <th key={index} {...as.rowHeader} scope="row" {...facts}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td key={index} {...as.cell} {...facts}>
      {column.cell(row)}
    </td>
  );
}

const classOf = ({ numeric }: { readonly numeric?: boolean | undefined }) =>
  numeric ? 'numeric' : undefined;

export type Fact = {
  readonly term: ReactNode;
  readonly value: ReactNode;
  /** The line that counts: larger, with a rule above. */
  readonly isTotal?: boolean | undefined;
};

/** Names and their values, such as a summary of amounts. */
export function Facts(props: { facts: readonly (Fact | undefined | false)[] }) {
  const shown = props.facts.filter((fact): fact is Fact => Boolean(fact));
  return (
    <dl className="facts">
      {shown.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts never move
        <div key={index} className={fact.isTotal ? 'fact fact-total' : 'fact'}>
          <dt>{fact.term}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
