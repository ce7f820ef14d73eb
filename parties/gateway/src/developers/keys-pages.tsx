// Keys: all of them, one with what can be done to it, and the new one that is shown once.

import {
  Button,
  Card,
  Facts,
  Field,
  Form,
  Notice,
  Select,
  Stack,
  Status,
  Table,
  TextArea,
  When,
} from '@kassa/pages';
import { isInUse, type StoredKey } from '../merchants/key-store.ts';
import type { KeyKind } from '../merchants/merchant.ts';
import { type DeveloperPage, developerPage, shownOncePage } from './frame.tsx';
import { type DeveloperLanguage, texts } from './texts.ts';

export const keyKinds = ['secret', 'publishable', 'restricted'] as const;

/** What was typed for a new one, and why it was not made. */
export type KeyEntry = {
  readonly name: string;
  readonly kind: KeyKind;
  readonly rights: string;
  readonly refusal?: string;
};

export const noKeyEntry: KeyEntry = { name: '', kind: 'secret', rights: '' };

export type KeysShown = {
  readonly keys: readonly StoredKey[];
  readonly entry: KeyEntry;
  readonly nowMs: number;
  readonly news: 'revoked' | undefined;
};

export function keysPage(page: DeveloperPage, shown: KeysShown): string {
  const t = texts(page.lang);
  const { keys, entry, nowMs, news } = shown;
  return developerPage(page, {
    title: t('keys'),
    lead: t('keysLead'),
    section: 'keys',
    body: (
      <>
        {news && <Notice tone="good">{t('keyRevokedNow')}</Notice>}
        <Table
          caption={t('keys')}
          quietCaption
          rows={keys}
          rowKey={({ id }) => id}
          columns={[
            {
              header: t('keyName'),
              isHeader: true,
              cell: (key) => <a href={`/developers/keys/${key.id}`}>{nameOf(key, page.lang)}</a>,
            },
            { header: t('key'), cell: ({ hint }) => <code>{hint}</code> },
            { header: t('type'), cell: ({ kind }) => t(words[kind]) },
            {
              header: t('state'),
              cell: (key) => <State of={key} {...{ nowMs }} lang={page.lang} />,
            },
            { header: t('created'), cell: ({ createdAtMs: at }) => <When at={at} show="date" /> },
          ]}
        />
        <MakeCard entry={entry} lang={page.lang} />
      </>
    ),
  });
}

const words = {
  secret: 'keySecret',
  publishable: 'keyPublishable',
  restricted: 'keyRestricted',
} as const;

function nameOf({ name }: StoredKey, lang: DeveloperLanguage): string {
  return name === '' ? texts(lang)('keyConfigured') : name;
}

type StateProps = {
  readonly of: StoredKey;
  readonly nowMs: number;
  readonly lang: DeveloperLanguage;
};

function State({ of, nowMs, lang }: StateProps) {
  const t = texts(lang);
  const { revokedAtMs, expiresAtMs } = of;
  if (revokedAtMs !== null) return <Ended word={t('keyRevoked')} at={revokedAtMs} tone="bad" />;
  if (expiresAtMs === null) return <Status tone="good">{t('keyInUse')}</Status>;
  const isOver = expiresAtMs <= nowMs;
  return (
    <Ended
      word={t(isOver ? 'keyEnded' : 'keyEnds')}
      at={expiresAtMs}
      tone={isOver ? 'plain' : 'warn'}
    />
  );
}

function Ended({
  word,
  at,
  tone,
}: {
  readonly word: string;
  readonly at: number;
  readonly tone: 'bad' | 'plain' | 'warn';
}) {
  return (
    <>
      <Status tone={tone}>{word}</Status> <When at={at} />
    </>
  );
}

function MakeCard({ entry, lang }: { readonly entry: KeyEntry; readonly lang: DeveloperLanguage }) {
  const t = texts(lang);
  return (
    <Card title={t('addKey')}>
      <Form action="/developers/keys" noValidate>
        {entry.refusal !== undefined && (
          <Notice tone="bad" title={t('keyRefused')}>
            {entry.refusal}
          </Notice>
        )}
        <Field
          name="name"
          label={t('keyName')}
          hint={t('keyNameHint')}
          value={entry.name}
          maxLength={60}
        />
        <Select
          name="kind"
          label={t('type')}
          value={entry.kind}
          options={[
            { value: 'secret', label: t('kindSecret') },
            { value: 'restricted', label: t('kindRestricted') },
            { value: 'publishable', label: t('kindPublishable') },
          ]}
        />
        <TextArea
          name="rights"
          label={t('rights')}
          hint={t('rightsHint')}
          value={entry.rights}
          required={false}
          maxLength={20_000}
        />
        <Button>{t('addKeyButton')}</Button>
      </Form>
    </Card>
  );
}

export type KeyShown = {
  readonly key: StoredKey;
  readonly nowMs: number;
  /** Is it the one that opened this session? */
  readonly isOwn: boolean;
  readonly refusal: string | undefined;
};

export function keyPage(page: DeveloperPage, { key, nowMs, isOwn, refusal }: KeyShown): string {
  const t = texts(page.lang);
  const address = `/developers/keys/${key.id}`;
  const rights = Object.entries(key.rights).map(([resource, access]) => `${resource}: ${access}`);
  return developerPage(page, {
    title: nameOf(key, page.lang),
    eyebrow: t('key'),
    lead: <code>{key.hint}</code>,
    section: 'keys',
    width: 'text',
    body: (
      <>
        {refusal !== undefined && <Notice tone="bad">{refusal}</Notice>}
        {isOwn && <Notice tone="info">{t('keyThis')}</Notice>}
        <Card>
          <Facts
            facts={[
              { term: t('state'), value: <State of={key} nowMs={nowMs} lang={page.lang} /> },
              { term: t('type'), value: t(words[key.kind]) },
              { term: t('created'), value: <When at={key.createdAtMs} /> },
              rights.length > 0 && { term: t('rights'), value: rights.join(', ') },
            ]}
          />
          {key.isConfigured && <p className="small soft">{t('configured')}</p>}
        </Card>
        {key.expiresAtMs === null && isInUse(key, nowMs) && (
          <RollCard address={address} lang={page.lang} />
        )}
        {isInUse(key, nowMs) && <RevokeCard address={address} lang={page.lang} />}
      </>
    ),
  });
}

type ActProps = { readonly address: string; readonly lang: DeveloperLanguage };

function RollCard({ address, lang }: ActProps) {
  const t = texts(lang);
  return (
    <Card title={t('rollKey')}>
      <Stack>
        <p>{t('rollKeyLead')}</p>
        <Form action={`${address}/roll`} inline>
          <Select
            name="overlap"
            label={t('oldKey')}
            value="day"
            options={[
              { value: 'day', label: t('oldKeyDay') },
              { value: 'hour', label: t('oldKeyHour') },
              { value: 'none', label: t('oldKeyNone') },
            ]}
          />
          <Button look="plain">{t('rollKey')}</Button>
        </Form>
      </Stack>
    </Card>
  );
}

function RevokeCard({ address, lang }: ActProps) {
  const t = texts(lang);
  return (
    <Card title={t('revokeKey')}>
      <Stack>
        <p>{t('revokeKeyLead')}</p>
        <Form action={`${address}/revoke`}>
          <Button look="danger">{t('revokeKey')}</Button>
        </Form>
      </Stack>
    </Card>
  );
}

export function newKeyPage(page: DeveloperPage, key: string): string {
  const t = texts(page.lang);
  return shownOncePage(page, {
    title: t('newKey'),
    eyebrow: t('key'),
    lead: t('newKeyLead'),
    section: 'keys',
    value: key,
    back: { href: '/developers/keys', label: t('toKeys') },
  });
}
