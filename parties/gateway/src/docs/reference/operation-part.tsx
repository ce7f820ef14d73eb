// One operation: who may call it, what it takes, how it is called, what it answers.

import { Card, CodeBlock, More, Row, Split, Stack, Status, Table } from '@kassa/pages';
import { examples } from '../../api/examples/all-examples.ts';
import { type Operation, rightOf } from '../../api/kernel/operation.ts';
import { parametersOf } from '../parameters.ts';
import type { Recorded } from '../recorded.ts';
import type { Reference } from './pages.tsx';
import { type Row as ParameterRow, parameterRows } from './parameter-rows.ts';
import { clientSnippet, curlSnippet } from './snippets.ts';

type Props = {
  readonly of: Operation;
  readonly reference: Pick<Reference, 'records' | 'publicUrl'>;
};

export function OperationPart({ of, reference }: Props) {
  const { name, summary } = of;
  const record = reference.records.get(name);
  return (
    <Card look="flat">
      <Stack gap="l">
        <Stack gap="s">
          <h2 id={name}>{name}</h2>
          <p>{withCode(summary)}</p>
          <p className="operation-address">
            <code>
              <b>{of.method}</b> {of.url}
            </code>
          </p>
          <Callers of={of} />
        </Stack>
        <Split
          even
          main={<Parameters of={of} />}
          aside={record && <Shown of={of} record={record} publicUrl={reference.publicUrl} />}
        />
      </Stack>
    </Card>
  );
}

/** Words between backticks are the program's. */
function withCode(sentence: string) {
  return sentence
    .split('`')
    .map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part));
}

function Callers({ of }: { readonly of: Operation }) {
  const { resource, access } = rightOf(of);
  return (
    <Row gap="s" className="callers">
      <Status tone="plain">Secret key</Status>
      <Status tone="plain">
        Restricted key: {access} {resource}
      </Status>
      {of.publishable && <Status tone="brand">Publishable key</Status>}
    </Row>
  );
}

function Parameters({ of }: { readonly of: Operation }) {
  const { schema, refused } = parametersOf(of);
  const { top, inside } = parameterRows(schema);
  return (
    <Stack>
      <ParameterTable caption={`Parameters of ${of.name}`} rows={top} />
      {inside.length > 0 && (
        <More summary={`Inside of them: ${inside.length} more`}>
          <ParameterTable caption={`Nested parameters of ${of.name}`} rows={inside} />
        </More>
      )}
      {refused.size > 0 && (
        <More summary={`Not here, refused by name: ${refused.size}`}>
          <dl className="refused">
            {[...refused].map(([name, why]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{why}</dd>
              </div>
            ))}
          </dl>
        </More>
      )}
    </Stack>
  );
}

function ParameterTable(props: { caption: string; rows: readonly ParameterRow[] }) {
  return (
    <div className="parameters">
      <Table
        quietCaption
        caption={props.caption}
        rows={props.rows}
        rowKey={({ name, type }) => `${name} ${type}`}
        empty="None."
        columns={[
          { header: 'Parameter', isHeader: true, cell: (row) => <Name of={row} /> },
          { header: 'What it is', cell: ({ note }) => (note === '' ? '–' : note) },
        ]}
      />
    </div>
  );
}

function Name({ of: { name, type, isRequired } }: { readonly of: ParameterRow }) {
  return (
    <>
      <code>{breakable(name)}</code>
      <span className="parameter-type">
        {type}
        {isRequired && <b className="required">, required</b>}
      </span>
    </>
  );
}

/** Long names break where their words do. */
function breakable(name: string) {
  const parts = name.split(/(?<=[_[])/);
  return parts.flatMap((part, at) =>
    at === 0 ? [part] : [<wbr key={parts.slice(0, at).join('')} />, part],
  );
}

type ShownProps = { readonly of: Operation; readonly record: Recorded; readonly publicUrl: string };

function Shown({ of, record, publicUrl }: ShownProps) {
  const example = examples[of.name] ?? {};
  const shown = { operation: of, example, record, publicUrl };
  const isRefused = record.status !== 200;
  return (
    <Stack>
      <CodeBlock title="Official client" text={clientSnippet(shown)} />
      <CodeBlock title="curl" text={curlSnippet(shown)} />
      <More summary={isRefused ? `It answers ${record.status}` : 'What it answers'}>
        <CodeBlock
          title={`${record.status} ${isRefused ? 'error' : of.answers}`}
          text={JSON.stringify(record.answer, null, 2)}
        />
      </More>
    </Stack>
  );
}
