// Facts in rows. A table scrolls inside its frame on a phone; the frame can be reached by keyboard.
import type { ReactNode } from 'react';

export type Column<Row> = {
  readonly header: ReactNode;
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

export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" aria-label={caption} tabIndex={0}>
      <table>
        <caption className={props.quietCaption ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
              <th key={index} scope="col" className={column.numeric ? 'numeric' : undefined}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={props.rowKey(row)}>
              {columns.map((column, index) => cellOf(column, row, index))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length}>{props.empty ?? '–'}</td>
            </tr>
          )}
        </tbody>
        {props.foot && <tfoot>{props.foot}</tfoot>}
      </table>
    </section>
  );
}

function cellOf<Row>(column: Column<Row>, row: Row, index: number) {
  const className = column.numeric ? 'numeric' : undefined;
  if (column.isHeader) {
    return (
      <th key={index} scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td key={index} className={className}>
      {column.cell(row)}
    </td>
  );
}

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
