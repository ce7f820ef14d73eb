// The fault box for people: what is broken, what to break, what that has done.

import {
  Button,
  ButtonForm,
  Card,
  CodeBlock,
  Empty,
  Field,
  Fields,
  Form,
  More,
  Notice,
  PageTitle,
  Row,
  Select,
  Split,
  Stack,
  Status,
  Table,
  When,
} from '@kassa/pages';
import { deeds, isDeed } from '../faults/fault.ts';
import type { Recorded, Standing } from '../faults/fault-box.ts';
import { faultNames } from '../faults/fault-text.ts';
import { linkNames } from '../faults/lines.ts';
import type { Faults } from '../faults/open-faults.ts';
import { kinds, presets } from './fault-presets.ts';
import { FaultsMap } from './faults-map.tsx';
import { lobbyPage } from './frame.tsx';

/** What a form held that could not be set, and why. */
export type Refused = { readonly why: string; readonly form: Readonly<Record<string, string>> };

export const shownMax = 50;

export function faultsPage(faults: Faults | undefined, refused?: Refused): string {
  return lobbyPage({
    title: 'Faults',
    here: '/faults',
    body:
      faults === undefined ? <NoFaultBox /> : <FaultBoxBody faults={faults} refused={refused} />,
  });
}

function NoFaultBox() {
  return (
    <Empty icon="info" title="This world has no fault box" level={1}>
      <p>
        Its parties reach one another directly. Start it without KASSA_FAULTS=off to break things.
      </p>
    </Empty>
  );
}

function FaultBoxBody({ faults, refused }: { faults: Faults; refused: Refused | undefined }) {
  const standing = faults.standing();
  return (
    <>
      <PageTitle
        eyebrow="Fault box"
        lead="Every link between the parties runs through a proxy that can lose, delay, double or spoil what passes. The parties know nothing of it."
      >
        Break a link
      </PageTitle>
      {refused && (
        <Notice tone="bad" title="That fault cannot be set">
          {refused.why.split('\n').map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Notice>
      )}
      <Split
        even
        main={
          <Card title="The links">
            <FaultsMap links={faults.links()} />
          </Card>
        }
        aside={
          <Stack gap="l">
            <StandingCard standing={standing} />
            <PresetsCard />
          </Stack>
        }
      />
      <FormCard form={refused?.form ?? {}} />
      <RecordCard recorded={faults.recorded()} />
      <AgainCard faults={faults} />
    </>
  );
}

function StandingCard({ standing }: { standing: readonly Standing[] }) {
  return (
    <section id="set">
      <Card title="What is set">
        <Stack gap="m">
          {standing.length === 0 && <p>Nothing: every link is whole.</p>}
          {standing.length > 0 && (
            <ul className="faults">
              {standing.map((one) => (
                <li key={one.number} className="fault">
                  <div className="fault-said">
                    <code className="fault-text">{one.text}</code>
                    <p className="hint">
                      {one.isInTime ? '' : 'Not in its time. '}
                      Has struck {one.struck} of {one.seen}.
                    </p>
                  </div>
                  <ButtonForm
                    action="/faults/heal"
                    hidden={{ number: String(one.number) }}
                    size="s"
                    look="plain"
                    label={`Heal ${one.text}`}
                  >
                    Heal
                  </ButtonForm>
                </li>
              ))}
            </ul>
          )}
          {standing.length > 1 && (
            <ButtonForm action="/faults/heal" hidden={{ number: 'all' }}>
              Heal all
            </ButtonForm>
          )}
        </Stack>
      </Card>
    </section>
  );
}

function PresetsCard() {
  return (
    <Card title="By one button" look="tint">
      <Row gap="s">
        {presets.map(({ label, text }) => (
          <ButtonForm key={label} action="/faults" hidden={{ text }} size="s" look="plain">
            {label}
          </ButtonForm>
        ))}
      </Row>
    </Card>
  );
}

function FormCard({ form }: { form: Readonly<Record<string, string>> }) {
  return (
    <Card title="Set a fault">
      <Form action="/faults" noValidate>
        <Fields>
          <Select name="link" label="Link" options={linkOptions} value={form['link']} />
          <Select name="kind" label="What passes" options={kindOptions} value={form['kind']} />
          <Select
            name="fault"
            label="What happens to it"
            options={deedOptions}
            value={form['fault']}
          />
        </Fields>
        <Fields>
          <Field
            name="options"
            label="How long, how often, when"
            hint="ms=5000 or ms=100..500 for a delay, bps=20 for a trickle; rate=0.3, count=5, nth=3, from=10s, until=1m"
            required={false}
            value={form['options']}
            maxLength={120}
            spellCheck={false}
          />
        </Fields>
        <Row>
          <Button>Set the fault</Button>
        </Row>
      </Form>
    </Card>
  );
}

const linkOptions = Object.entries(linkNames).map(([value, links]) => {
  return { value, label: links.length > 1 ? `${value} (all ${links.length})` : value };
});

const kindOptions = kinds.map(([value, label]) => ({ value, label }));

const deedOptions = faultNames.map((value) => {
  const deed = value.replace(/-answer$/, '');
  const what = isDeed(deed) ? deeds[deed] : '';
  return { value, label: `${value}: ${deed === value ? '' : 'the answer '}${what}` };
});

function RecordCard({ recorded }: { recorded: readonly Recorded[] }) {
  const shown = recorded.slice(-shownMax).reverse();
  return (
    <Card title="What was done">
      <Table
        caption={`The last ${shownMax} strikes`}
        quietCaption
        rows={shown}
        rowKey={(one) => String(recorded.indexOf(one))}
        empty="Nothing yet."
        columns={[
          { header: 'At', cell: ({ atMs }) => <When at={atMs} show="seconds" /> },
          {
            header: 'What passed',
            isHeader: true,
            cell: ({ link, kind, side }) => `${link}: ${kind || side}`,
          },
          {
            header: 'What was done',
            cell: ({ did, fault, rrn }) => (
              <>
                <Status tone="bad">{did}</Status> by fault {fault}
                {rrn && `, RRN ${rrn}`}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function AgainCard({ faults }: { faults: Faults }) {
  return (
    <Card title="The same again">
      <Stack gap="m">
        <p className="measure">
          Chance is drawn from the seed {faults.seed}: the same messages meet the same fate. This
          command starts a world with all faults of this run, each in its time.
        </p>
        <CodeBlock title="Command" text={faults.command()} />
        <More summary="For programs">
          <p className="measure">
            <a href="/faults.json">/faults.json</a>: GET tells all of this, POST with{' '}
            <code>{'{"fault": "gateway-ds * drop"}'}</code> sets a fault, DELETE heals all, or{' '}
            <code>?number=1</code> one.
          </p>
        </More>
      </Stack>
    </Card>
  );
}
