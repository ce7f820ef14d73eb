// The desk: what was there, what matched, how old what did not match is, and the list of it.

import {
  Button,
  ButtonForm,
  Card,
  Empty,
  Form,
  Notice,
  Row,
  Select,
  Stack,
  Table,
  TextArea,
  When,
} from '@kassa/pages';
import type { OpenByAge } from '../../reconciliation/desk/store.ts';
import {
  type ExceptionState,
  exceptionStates,
  type StoredException,
  type StoredRun,
} from '../../reconciliation/desk/stored.ts';
import { type PairName, pairNames } from '../../reconciliation/matching/pair.ts';
import { sources } from '../../reconciliation/matching/source-row.ts';
import { addressOf, operatorPage, Pager, type Paging } from '../pages/frame.tsx';
import { mayAct, type Operator } from '../people/operator.ts';
import { differenceOf, namesOf } from './shown.tsx';
import { type DeskLanguage, type Translate, texts } from './texts.ts';

export type DeskShown = {
  readonly lang: DeskLanguage;
  readonly here: string;
  readonly runs: readonly StoredRun[];
  readonly byAge: OpenByAge;
  readonly counts: Readonly<Record<ExceptionState, number>>;
  readonly state: ExceptionState;
  readonly pair: PairName | undefined;
  readonly exceptions: readonly StoredException[];
  readonly merchants: readonly { readonly accountId: string; readonly name: string }[];
  readonly today: number;
  readonly paging: Paging;
  readonly news?: string | undefined;
  readonly problem?: string | undefined;
};

export const path = '/operators/reconciliation';

export function deskPage(who: Operator, shown: DeskShown): string {
  const { lang, runs, news, problem } = shown;
  const t = texts(lang);
  return operatorPage(who, {
    title: t('title'),
    lead: t('lead'),
    section: 'reconciliation',
    language: { lang, here: shown.here },
    body: (
      <Stack gap="l">
        {news !== undefined && <Notice tone="good" title={news} />}
        {problem !== undefined && <Notice tone="bad" title={problem} />}
        <Row apart>
          <LastRun runs={runs} t={t} />
          {mayAct(who) && (
            <ButtonForm action={`${path}/run`} look="main">
              {t('runNow')}
            </ButtonForm>
          )}
        </Row>
        {runs.length > 0 && (
          <>
            <SourcesTable runs={runs} t={t} />
            <PairsTable runs={runs} t={t} />
            <AgesTable byAge={shown.byAge} t={t} />
            <Exceptions shown={shown} t={t} />
          </>
        )}
        {mayAct(who) && <HandIn shown={shown} t={t} />}
      </Stack>
    ),
  });
}

type Part = { readonly t: Translate };

function LastRun({ runs, t }: Part & Pick<DeskShown, 'runs'>) {
  const last = runs.toSorted((one, other) => other.startedAtMs - one.startedAtMs)[0];
  if (last === undefined) return <p>{t('never')}</p>;
  const { askedBy, startedAtMs } = last;
  const by = askedBy === 'schedule' ? t('schedule') : t('bySomebody', { who: askedBy });
  return (
    <p>
      {`${t('lastRun')}: `}
      <When at={startedAtMs} show="datetime" /> {by}
    </p>
  );
}

function SourcesTable({ runs, t }: Part & Pick<DeskShown, 'runs'>) {
  return (
    <Table
      caption={t('sourcesTitle')}
      rows={runs}
      rowKey={({ merchant, provider }) => `${merchant} ${provider}`}
      columns={[
        {
          header: t('contract'),
          isHeader: true,
          cell: ({ merchant, provider }) => t('at', { merchant, provider }),
        },
        ...sources.map((name) => ({
          header: t(name),
          cell: (run: StoredRun) => {
            const seen = run.sources.find(({ source }) => source === name);
            if (seen === undefined) return t('notThere');
            const rows = seen.isThere ? t('rows', { count: seen.rows }) : t('notThere');
            if (seen.why === null) return rows;
            const { detail } = seen;
            return `${rows}: ${t(seen.why, { count: Number(detail) || 0, detail })}`;
          },
        })),
      ]}
    />
  );
}

function PairsTable({ runs, t }: Part & Pick<DeskShown, 'runs'>) {
  const figure = (pair: PairName, what: 'matched' | 'waiting' | 'exception') => {
    const known = runs.flatMap(({ pairs }) => pairs[pair] ?? []);
    if (known.length === 0) return t('notCompared');
    return String(known.reduce((sum, figures) => sum + figures[what], 0));
  };
  return (
    <Table
      caption={t('pairsTitle')}
      rows={pairNames}
      rowKey={(pair) => pair}
      columns={[
        { header: t('pair'), isHeader: true, cell: (pair) => t(pair) },
        { header: t('matched'), numeric: true, cell: (pair) => figure(pair, 'matched') },
        { header: t('waiting'), numeric: true, cell: (pair) => figure(pair, 'waiting') },
        { header: t('exceptions'), numeric: true, cell: (pair) => figure(pair, 'exception') },
      ]}
    />
  );
}

function AgesTable({ byAge, t }: Part & Pick<DeskShown, 'byAge'>) {
  const ages = [
    ['0-1', t('days01')],
    ['2-5', t('days25')],
    ['6-30', t('days630')],
    ['over 30', t('daysOver')],
  ] as const;
  return (
    <Table
      caption={t('agesTitle')}
      rows={pairNames}
      rowKey={(pair) => pair}
      columns={[
        { header: t('pair'), isHeader: true, cell: (pair: PairName) => t(pair) },
        ...ages.map(([age, header]) => ({
          ...{ header, numeric: true },
          cell: (pair: PairName) => String(byAge[pair][age]),
        })),
      ]}
    />
  );
}

function Exceptions({ shown, t }: Part & { readonly shown: DeskShown }) {
  const { state, pair, counts, exceptions, paging } = shown;
  return (
    <Stack gap="m">
      <nav className="tabs" aria-label={t('parts')}>
        {exceptionStates.map((name) => (
          <a
            key={name}
            href={addressOf(path, { state: name, pair })}
            aria-current={name === state ? 'page' : undefined}
          >
            {t(name)}
            <span className="tab-count">{counts[name] > 1_000 ? '> 1000' : counts[name]}</span>
          </a>
        ))}
      </nav>
      <Form method="get" action={path} hidden={{ state }} inline>
        <Select
          name="pair"
          label={t('pair')}
          value={pair ?? ''}
          options={[
            { value: '', label: t('allPairs') },
            ...pairNames.map((value) => ({ value, label: t(value) })),
          ]}
          required={false}
        />
        <Button look="plain">{t('show')}</Button>
      </Form>
      {exceptions.length === 0 ? (
        <Empty icon="done" tone="good" title={t('none')} />
      ) : (
        <ExceptionTable shown={shown} t={t} />
      )}
      <Pager {...paging} words={{ first: t('newest'), next: t('older') }} />
    </Stack>
  );
}

function ExceptionTable({ shown, t }: Part & { readonly shown: DeskShown }) {
  return (
    <Table
      caption={t('exceptions')}
      quietCaption
      rows={shown.exceptions}
      rowKey={({ id }) => id}
      columns={[
        {
          header: t('what'),
          isHeader: true,
          cell: ({ id, name }) => <a href={`${path}/${id}`}>{t(name)}</a>,
        },
        { header: t('pair'), cell: ({ pair }) => t(pair) },
        {
          header: t('contract'),
          cell: ({ merchant, provider }) => t('at', { merchant, provider }),
        },
        { header: t('reference'), cell: (one) => <span className="mono">{namesOf(one)}</span> },
        { header: t('difference'), numeric: true, cell: (one) => differenceOf(one, t) },
        {
          header: t('age'),
          numeric: true,
          cell: ({ sinceDay }) => t('days', { count: Math.max(0, shown.today - sinceDay) }),
        },
      ]}
    />
  );
}

function HandIn({ shown, t }: Part & { readonly shown: DeskShown }) {
  return (
    <Card title={t('statementTitle')}>
      <Form action={`${path}/statements`}>
        <p className="hint">{t('statementHint')}</p>
        <Select
          name="account"
          label={t('merchant')}
          options={shown.merchants.map(({ accountId, name }) => ({
            value: accountId,
            label: name,
          }))}
        />
        <TextArea name="statement" label={t('statement')} maxLength={900_000} />
        <Button look="plain">{t('take')}</Button>
      </Form>
    </Card>
  );
}
