// One exception with both its sides, what may be done about it, and what will happen if it is.

import {
  Button,
  ButtonLink,
  Card,
  Facts,
  Form,
  Notice,
  RadioGroup,
  Select,
  Stack,
  TextArea,
  When,
} from '@kassa/pages';
import { postingOf, repairsFor } from '../../reconciliation/desk/repair.ts';
import type { RepairKind, StoredException, StoredRow } from '../../reconciliation/desk/stored.ts';
import { pairs } from '../../reconciliation/matching/pair.ts';
import { dateOf } from '../../reconciliation/sources/days.ts';
import { operatorPage } from '../pages/frame.tsx';
import { mayAct, type Operator } from '../people/operator.ts';
import { path } from './desk-page.tsx';
import { AmountIn, differenceOf, namesOf } from './shown.tsx';
import { type DeskLanguage, type Translate, texts, whyOf } from './texts.ts';

export type ExceptionShown = {
  readonly lang: DeskLanguage;
  readonly here: string;
  readonly found: StoredException;
  /** Open exceptions that would even it out. */
  readonly others: readonly StoredException[];
  readonly today: number;
  readonly news?: string | undefined;
  readonly problem?: string | undefined;
};

export function exceptionPage(who: Operator, shown: ExceptionShown): string {
  const { lang, found, news, problem } = shown;
  const t = texts(lang);
  const { expecting, answering } = pairs[found.pair];
  return operatorPage(who, {
    title: t(found.name),
    eyebrow: `${t(found.pair)} · ${t(found.state)}`,
    lead: t(whyOf[found.name]),
    section: 'reconciliation',
    width: 'text',
    language: { lang, here: shown.here },
    body: (
      <Stack gap="l">
        {news !== undefined && <Notice tone="good" title={news} />}
        {problem !== undefined && <Notice tone="bad" title={problem} />}
        <Card>
          <ExceptionFacts shown={shown} t={t} />
        </Card>
        <Side title={`${t('expected')}: ${t(expecting.source)}`} rows={found.expecting} t={t} />
        <Side title={`${t('answered')}: ${t(answering.source)}`} rows={found.answering} t={t} />
        {found.state === 'cleared' && <Notice tone="info" title={t('wasCleared')} />}
        {found.state === 'open' && mayAct(who) && <Repairs shown={shown} t={t} />}
        {found.state === 'open' && !mayAct(who) && <Notice tone="info">{t('viewer')}</Notice>}
        <ButtonLink look="plain" href={path}>
          {t('toList')}
        </ButtonLink>
      </Stack>
    ),
  });
}

type Part = { readonly t: Translate; readonly shown: ExceptionShown };

function ExceptionFacts({ shown: { found, today }, t }: Part) {
  const { merchant, provider, also, twin, repair } = found;
  return (
    <Facts
      facts={[
        { term: t('contract'), value: t('at', { merchant, provider }) },
        { term: t('difference'), value: differenceOf(found, t) },
        { term: t('age'), value: t('days', { count: Math.max(0, today - found.sinceDay) }) },
        also.length > 0 && { term: t('also'), value: also.map((name) => t(name)).join(', ') },
        twin !== null && { term: t('twin'), value: <code>{twin}</code> },
        repair !== null && {
          term: t('decided'),
          value: (
            <>
              {`${t(repair.kind)}, ${repair.by}: ${repair.why} · `}
              <When at={repair.atMs} show="datetime" />
            </>
          ),
        },
        repair?.replacedBy != null && {
          term: t('replacedBy'),
          value: <a href={`${path}/${repair.replacedBy}`}>{repair.replacedBy}</a>,
        },
        repair?.transactionId != null && {
          term: t('transaction'),
          value: <code>{repair.transactionId}</code>,
        },
      ]}
    />
  );
}

/** A payout has many sales: so many are shown. */
const rowsMax = 20;

type SideShown = {
  readonly title: string;
  readonly rows: readonly StoredRow[];
  readonly t: Translate;
};

function Side({ title, rows, t }: SideShown) {
  return (
    <Card title={title}>
      <Stack gap="m">
        {rows.length === 0 && <p>{t('nothing')}</p>}
        {rows.slice(0, rowsMax).map((row) => (
          <Facts
            key={row.id}
            facts={[
              { term: t('reference'), value: <code>{row.names.join(' ') || row.id}</code> },
              { term: t('amount'), value: <AmountIn currency={row.currency} minor={row.amount} /> },
              row.fee !== null && {
                term: t('fee'),
                value: <AmountIn currency={row.currency} minor={row.fee} />,
              },
              row.batch !== null && { term: t('inPayout'), value: <code>{row.batch}</code> },
              { term: t('on'), value: dateOf(row.on) },
              { term: t('due'), value: dateOf(row.dueOn) },
            ]}
          />
        ))}
        {rows.length > rowsMax && <p>{t('moreRows', { count: rows.length - rowsMax })}</p>}
      </Stack>
    </Card>
  );
}

function Repairs({ shown: { found, others }, t }: Part) {
  const kinds = repairsFor[found.name];
  return (
    <Card title={t('repairTitle')}>
      <Form action={`${path}/${found.id}/confirm`}>
        <p className="hint">{t('repairHint')}</p>
        <RadioGroup
          name="kind"
          legend={t('kind')}
          value={kinds[0]}
          choices={kinds.map((kind) => ({
            value: kind,
            label: t(kind),
            hint: hintOf(found, kind, t),
          }))}
        />
        {kinds.includes('replace') &&
          (others.length === 0 ? (
            <p className="hint">{t('noOther')}</p>
          ) : (
            <Select
              name="replacedBy"
              label={t('replacedBy')}
              required={false}
              options={[
                { value: '', label: '–' },
                ...others.map((one) => ({
                  value: one.id,
                  label: `${t(one.name)} ${namesOf(one)}`,
                })),
              ]}
            />
          ))}
        <TextArea name="why" label={t('why')} maxLength={500} />
        <Button look="danger">{t('goOn')}</Button>
      </Form>
    </Card>
  );
}

function hintOf(found: StoredException, kind: RepairKind, t: Translate): string {
  const isPosted = postingOf(found, kind) !== undefined;
  switch (kind) {
    case 'correct':
      return t(isPosted ? 'correctHint' : 'correctEvent');
    case 'mark_received':
      return t('markHint');
    case 'replace':
      return t('replaceHint');
    case 'void':
      return t(isPosted ? 'voidHint' : 'voidEvent');
  }
}

export type ToConfirm = Pick<ExceptionShown, 'lang' | 'here' | 'found'> & {
  readonly kind: RepairKind;
  readonly why: string;
  readonly replacedBy: string | null;
};

/** Nothing has happened yet when this page is seen. */
export function confirmPage(who: Operator, shown: ToConfirm): string {
  const { lang, found, kind, why, replacedBy } = shown;
  const t = texts(lang);
  const entries = postingOf(found, kind) ?? [];
  return operatorPage(who, {
    title: t('sure'),
    section: 'reconciliation',
    width: 'text',
    language: { lang, here: `${path}/${found.id}` },
    body: (
      <Card>
        <Form
          action={`${path}/${found.id}/repair`}
          hidden={{ kind, why, replacedBy: replacedBy ?? '' }}
        >
          <Facts
            facts={[
              { term: t('what'), value: `${t(found.name)} ${namesOf(found)}` },
              { term: t('youDo'), value: <strong>{t(kind)}</strong> },
              replacedBy !== null && { term: t('replacedBy'), value: <code>{replacedBy}</code> },
              entries.length === 0 && { term: t('posted'), value: t('notPosted') },
              ...entries.map(({ account, side, amount }) => ({
                term: `${account}, ${t(side)}`,
                value: <AmountIn currency={amount.currency} minor={amount.minor} />,
              })),
              { term: t('because'), value: why },
              { term: t('underName'), value: who.email },
            ]}
          />
          <div className="actions">
            <Button look="danger">{t(kind)}</Button>
            <ButtonLink look="quiet" href={`${path}/${found.id}`}>
              {t('back')}
            </ButtonLink>
          </div>
        </Form>
      </Card>
    ),
  });
}
