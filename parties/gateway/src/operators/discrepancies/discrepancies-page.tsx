// The report: where the gateway and its acquirers differ, what is right to do, and what was done.

import { type Currency, currencyOf, format, money } from '@kassa/money';
import {
  Button,
  ButtonLink,
  Card,
  Empty,
  Field,
  Form,
  Notice,
  Row,
  Stack,
  Status,
  type Tone,
} from '@kassa/pages';
import { addressOf, operatorPage } from '../pages/frame.tsx';
import type { Operator } from '../people/operator.ts';
import { durationOf } from '../timeline/times.ts';
import type { Comparison, Line } from './compare.ts';
import type { Here, Remedy, There } from './discrepancy.ts';
import { doneSoFar, nameWords, remedyWords } from './words.ts';

export type ReportShown = {
  /** As they stand in the form: `2026-11-26T10:00`, UTC. */
  readonly since: string;
  readonly until: string;
  readonly comparison: Comparison;
  readonly nowMs: number;
  readonly problem?: string | undefined;
};

const linesMax = 200;

export function discrepanciesPage(who: Operator, shown: ReportShown): string {
  const { since, until, comparison, nowMs, problem } = shown;
  const { lines, compared, gaps } = comparison;
  return operatorPage(who, {
    title: 'Discrepancies',
    lead: 'What we believe against what the acquirers say, authorization by authorization.',
    section: 'discrepancies',
    body: (
      <Stack gap="l">
        <Form method="get" action="/operators/discrepancies" inline>
          <Field name="since" type="datetime-local" label="Since (UTC)" value={since} />
          <Field name="until" type="datetime-local" label="Until (UTC)" value={until} />
          <Button look="plain">Compare</Button>
        </Form>
        {problem !== undefined && <Notice tone="warn" title={problem} />}
        {gaps.length > 0 && (
          <Notice tone="warn" title="Not everything could be compared">
            {gaps.slice(0, 20).map((gap) => (
              <p key={gap}>{gap}</p>
            ))}
          </Notice>
        )}
        <Row apart>
          <p>{`${compared} authorizations compared, ${lines.length} differ.`}</p>
          {lines.length > 0 && (
            <ButtonLink
              look="plain"
              size="s"
              icon="download"
              href={addressOf('/operators/discrepancies.csv', { since, until })}
            >
              As a file
            </ButtonLink>
          )}
        </Row>
        {lines.length === 0 ? (
          <Empty icon="done" tone="good" title="No difference in this window." />
        ) : (
          <ul className="differences">
            {lines.slice(0, linesMax).map((line) => (
              <li key={`${line.provider}-${line.here?.rrn ?? line.there?.rrn}-${line.name}`}>
                <Difference line={line} nowMs={nowMs} />
              </li>
            ))}
          </ul>
        )}
        {lines.length > linesMax && (
          <Notice tone="info">{`The first ${linesMax} are shown; the file has all.`}</Notice>
        )}
      </Stack>
    ),
  });
}

const remedyTones: Readonly<Record<Remedy, Tone>> = {
  settles_itself: 'info',
  decide: 'warn',
  tell_again: 'warn',
  inquire: 'warn',
  forced_correction: 'bad',
};

function Difference({ line, nowMs }: { line: Line; nowMs: number }) {
  const { name, here, there, remedy, advice, merchant, provider } = line;
  const atMs = here?.openedAtMs ?? there?.receivedAtMs ?? nowMs;
  const rrn = here?.rrn ?? there?.rrn ?? '';
  const href = here ? `/operators/payments/${here.intentId}` : undefined;
  return (
    <Card look="flat">
      <Stack gap="s">
        <Row apart>
          <h2 className="difference-name">
            <code>{name}</code>
          </h2>
          <Status tone={remedyTones[remedy]}>{remedy.replaceAll('_', ' ')}</Status>
        </Row>
        <p>{nameWords[name]}</p>
        <p className="small soft">
          {`${merchant} at ${provider} · RRN `}
          {href === undefined ? <code>{rrn}</code> : <a href={href}>{rrn}</a>}
          {` · ${durationOf(nowMs - atMs)} ago`}
        </p>
        <div className="sides">
          <Side title="Here" side={here} />
          <Side title="There" side={there} />
        </div>
        <p className="small">
          <strong>What is right: </strong>
          {remedyWords[remedy]}{' '}
          {remedy === 'decide' && advice !== null && (
            <a href={`/operators/queue/${advice.id}`}>Decide in the queue</a>
          )}
        </p>
        <p className="small">
          <strong>Done so far: </strong>
          {doneSoFar(line)}
        </p>
      </Stack>
    </Card>
  );
}

function Side({ title, side }: { title: string; side: Here | There | null }) {
  if (side === null) return <p className="side">{`${title}: unknown`}</p>;
  const currency = currencyOf(side.currency);
  const shown = (minor: bigint) => (currency.ok ? amountOf(currency.value, minor) : String(minor));
  const { state, amountMinor, capturedMinor, refundedMinor } = side;
  const parts = [
    `${title}: ${state.replaceAll('_', ' ')}`,
    shown(amountMinor),
    capturedMinor > 0n ? `captured ${shown(capturedMinor)}` : '',
    refundedMinor > 0n ? `refunded ${shown(refundedMinor)}` : '',
  ];
  return <p className="side">{parts.filter(Boolean).join(' · ')}</p>;
}

const amountOf = (currency: Currency, minor: bigint) => format(money(currency, minor), 'en');
