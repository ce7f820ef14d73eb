// One advice, and what a person may do about it: tell it again, or record what the bank has said.

import { responseMeaning } from '@kassa/iso8583';
import {
  Amount,
  Button,
  ButtonLink,
  Card,
  Facts,
  Field,
  Form,
  Notice,
  RadioGroup,
  Stack,
  TextArea,
  When,
} from '@kassa/pages';
import type { Correction } from '../../payments/correct-advice.ts';
import type { QueuedAdvice } from '../../payments/manual-queue.ts';
import { operatorPage } from '../pages/frame.tsx';
import { mayAct, type Operator } from '../people/operator.ts';
import { codeOf, outcomesOf, outcomeWords } from './corrections.ts';

export type AdviceShown = {
  readonly queued: QueuedAdvice;
  readonly news?: string | undefined;
  readonly problem?: string | undefined;
};

export function advicePage(who: Operator, { queued, news, problem }: AdviceShown): string {
  const { advice, state, provider } = queued;
  return operatorPage(who, {
    title: `${advice.kind} advice ${advice.stan}`,
    eyebrow: state === 'manual' ? 'Waits for a person' : state,
    lead: leads[advice.kind],
    section: 'queue',
    width: 'text',
    body: (
      <Stack gap="l">
        {news !== undefined && <Notice tone="good" title={news} />}
        {problem !== undefined && <Notice tone="bad" title={problem} />}
        <Card>
          <AdviceFacts queued={queued} />
        </Card>
        {state === 'manual' && mayAct(who) && (
          <>
            <TellAgain id={advice.id} provider={provider} />
            <Record queued={queued} />
          </>
        )}
        {state === 'manual' && !mayAct(who) && (
          <Notice tone="info">
            You are a viewer: somebody whose role is operator has to decide.
          </Notice>
        )}
        <ButtonLink look="plain" href={`/operators/payments/${advice.intentId}`}>
          To the payment’s story
        </ButtonLink>
      </Stack>
    ),
  });
}

const leads = {
  capture: 'The merchant has captured; the provider has not acknowledged it.',
  refund: 'The merchant has given money back; the provider has not acknowledged it.',
  void: 'The hold was let go here; the provider has not acknowledged it.',
  reversal: 'Nobody knows whether the bank holds the money. It was to be reversed.',
  release: 'The rest of the hold was let go here; the provider has not acknowledged it.',
} as const;

function AdviceFacts({ queued }: { queued: QueuedAdvice }) {
  const { advice, provider, responseCode, createdAtMs, manualAtMs, decided } = queued;
  return (
    <Facts
      facts={[
        { term: 'Amount', value: <Amount of={advice.amount} /> },
        { term: 'Provider', value: provider },
        { term: 'Merchant', value: advice.accountId },
        { term: 'RRN', value: <code>{advice.rrn}</code> },
        { term: 'STAN', value: <code>{advice.stan}</code> },
        { term: 'Stored', value: <When at={createdAtMs} show="datetime" /> },
        manualAtMs !== null && { term: 'Waits for people since', value: <When at={manualAtMs} /> },
        { term: 'Tries', value: String(advice.tries) },
        {
          term: 'Last answer',
          value:
            responseCode === null ? 'none' : `${responseCode} ${responseMeaning(responseCode)}`,
        },
        decided !== null && { term: 'Decided', value: `${decided.by}: ${decided.why}` },
      ]}
    />
  );
}

function TellAgain({ id, provider }: { id: string; provider: string }) {
  return (
    <Card title="Tell it again">
      <Form action={`/operators/queue/${id}/confirm`} hidden={{ do: 'tell' }}>
        <p className="hint">
          {`Under the same name, with all its tries anew. Right when ${provider} was out of order.`}
        </p>
        <TextArea name="why" label="Why" maxLength={500} />
        <Button look="plain">Tell again …</Button>
      </Form>
    </Card>
  );
}

function Record({ queued: { advice, provider } }: { queued: QueuedAdvice }) {
  const possible = outcomesOf[advice.kind];
  return (
    <Card title="Record what the bank said">
      <Form action={`/operators/queue/${advice.id}/confirm`} hidden={{ do: 'correct' }}>
        <p className="hint">
          {`Ask ${provider} by its own channels first. What you record is an event of its own, under your name, and cannot be taken back.`}
        </p>
        <RadioGroup
          name="outcome"
          legend="What is true"
          value={possible[0]}
          choices={possible.map((outcome) => ({
            value: outcome,
            label: outcomeWords[outcome].label,
            hint: outcomeWords[outcome].hint,
          }))}
        />
        {possible.includes('approved') && (
          <Field
            name="code"
            label="Authorization code"
            hint="Six characters, if it was approved."
            required={false}
            maxLength={6}
            look="short"
          />
        )}
        <TextArea name="why" label="Who said so, and how it was checked" maxLength={500} />
        <Button look="danger">Record …</Button>
      </Form>
    </Card>
  );
}

export type ToConfirm = {
  readonly queued: QueuedAdvice;
  readonly what:
    | { readonly do: 'tell' }
    | { readonly do: 'correct'; readonly correction: Correction };
  readonly why: string;
};

/** Nothing has happened yet when this page is seen. */
export function confirmPage(who: Operator, { queued, what, why }: ToConfirm): string {
  const { advice, provider } = queued;
  const isTelling = what.do === 'tell';
  const told = isTelling ? `Tell ${provider} again` : outcomeWords[what.correction.outcome].label;
  const code = isTelling ? '' : codeOf(what.correction);
  const hidden = {
    ...{ do: what.do, why },
    ...(isTelling ? {} : { outcome: what.correction.outcome, code }),
  };
  return operatorPage(who, {
    title: 'Are you sure?',
    section: 'queue',
    width: 'text',
    body: (
      <Card>
        <Form action={`/operators/queue/${advice.id}/act`} hidden={hidden}>
          <Facts
            facts={[
              { term: 'Advice', value: `${advice.kind} ${advice.stan}, RRN ${advice.rrn}` },
              { term: 'Amount', value: <Amount of={advice.amount} /> },
              { term: 'You do', value: <strong>{told}</strong> },
              code !== '' && { term: 'Authorization code', value: <code>{code}</code> },
              { term: 'Because', value: why },
              { term: 'Under the name', value: who.email },
            ]}
          />
          <div className="actions">
            <Button look={isTelling ? 'main' : 'danger'}>{told}</Button>
            <ButtonLink look="quiet" href={`/operators/queue/${advice.id}`}>
              No, back
            </ButtonLink>
          </div>
        </Form>
      </Card>
    ),
  });
}
