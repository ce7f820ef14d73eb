// The first page a newcomer sees: what this is, what to do first, who is there, what time it is.

import { ButtonForm, Card, More, Notice, PageTitle, Split, Stack, Table, When } from '@kassa/pages';
import { diva, fjordCustomers, hana, plavaCustomers, testCards } from '../cast/cast.ts';
import { operators } from '../cast/operators.ts';
import type { Advance } from '../clock/advance.ts';
import { businessDayOf, cutOff } from '../clock/business-day.ts';
import type { Places } from '../places.ts';
import { isPartyName } from '../places.ts';
import { titles } from '../start/announce.ts';
import type { BankKey } from './bank-keys.ts';
import { lobbyPage } from './frame.tsx';
import { WorldMap } from './map.tsx';
import type { Marks } from './party-health.ts';

export type HomeFacts = {
  readonly places: Places;
  readonly marks: Marks;
  readonly nowMs: number;
  /** What the last move of the clock set off, when it has just been made. */
  readonly advance: Advance | undefined;
  /** Logins to the acquirer's pages; none where they are not to be shown. */
  readonly bankKeys: readonly BankKey[];
};

export function homePage(facts: HomeFacts): string {
  const { places, marks } = facts;
  return lobbyPage({
    title: 'Lobby',
    isLive: true,
    here: '/',
    body: (
      <>
        <PageTitle
          eyebrow="Lobby"
          lead="Shops, gateway, banks, card network and clearing house, all on this machine. Pay, break anything, and follow every part of the money."
        >
          The whole payment world
        </PageTitle>
        <Split
          even
          main={
            <Card title="Who speaks with whom">
              <WorldMap places={places} marks={marks} />
            </Card>
          }
          aside={
            <Stack gap="l">
              <Guide places={places} />
              <ClockCard {...facts} />
            </Stack>
          }
        />
        <Cards places={places} />
        <Logins places={places} />
        <OperatorLogins places={places} />
        {facts.bankKeys.length > 0 && <BankKeys places={places} bankKeys={facts.bankKeys} />}
      </>
    ),
  });
}

function Guide({ places }: { places: Places }) {
  const hanasCard = testCards[0];
  return (
    <Card title="Do this first" look="tint">
      <ol className="guide">
        <li>
          Open <a href={places.url('shop-diva')}>{diva.name}</a>, put the evening ritual set and the
          gift guide in the cart, and have them sent by post: BAM 100.00 together.
        </li>
        <li>
          Pay with Hana’s card <span className="number">{spaced(hanasCard?.number ?? '')}</span>,
          valid 12/29, code 123.
        </li>
        <li>
          Her bank asks for a code: it is in the <a href={places.url('inbox')}>inbox</a>, as an SMS.
        </li>
        <li>Back here, move the clock to the next business day.</li>
        <li>
          See <a href="/money">where the money went</a>: 97 to the shop, and who got the 3.
        </li>
      </ol>
    </Card>
  );
}

function ClockCard({ nowMs, advance }: HomeFacts) {
  const { businessDate, paidOutOn } = businessDayOf(nowMs);
  return (
    <section id="clock">
      <Card title="The clock of this world">
        <Stack gap="m">
          <p className="now">
            <When at={nowMs} />
          </p>
          {advance && <Moved advance={advance} />}
          <ButtonForm action="/clock/next-business-day" icon="clock">
            To the next business day
          </ButtonForm>
          <p className="hint">
            A payment made now belongs to <When on={businessDate} show="weekday" /> (cut-off{' '}
            {cutOff}) and is paid out on <When on={paidOutOn} show="weekday" />. The clock goes
            there, to noon; cut-off, clearing, settlement and payouts run on the way, each at its
            hour.
          </p>
        </Stack>
      </Card>
    </section>
  );
}

function Moved({ advance }: { advance: Advance }) {
  const { problems, ran, businessDate } = advance;
  return (
    <>
      <Notice tone={problems.length === 0 ? 'good' : 'warn'} title="The day has come">
        <p>
          It is <When on={businessDate} show="weekday" />. {ran.length} tasks ran on the way.
        </p>
        {problems.map((problem) => (
          <p key={problem}>{problem}.</p>
        ))}
      </Notice>
      <More summary="What ran on the way">
        <Table
          caption="What ran on the way"
          quietCaption
          rows={ran}
          rowKey={(one) => `${one.at} ${one.party} ${one.what}`}
          empty="Nothing was due."
          columns={[
            { header: 'At', cell: ({ at }) => <When at={at} /> },
            { header: 'Who', cell: ({ party }) => shortTitle(party) },
            { header: 'What', isHeader: true, cell: ({ what }) => what },
          ]}
        />
      </More>
    </>
  );
}

function Cards({ places }: { places: Places }) {
  return (
    <Card title="Test cards">
      <Stack gap="m">
        <p className="measure">
          Each is a card of an account at one of the two banks, and does what it does because that
          account stands so. The shop, the gateway and the network know nothing about them. Codes
          that a bank sends arrive in the <a href={places.url('inbox')}>inbox</a>.
        </p>
        <Table
          caption="Test cards"
          quietCaption
          rows={testCards}
          rowKey={(card) => card.number}
          columns={[
            {
              header: 'Number',
              isHeader: true,
              cell: (card) => <span className="number">{spaced(card.number)}</span>,
            },
            { header: 'Valid', cell: validOf },
            { header: 'Code', cell: (card) => card.cvc ?? 'any' },
            { header: 'Bank', cell: (card) => card.bank },
            { header: 'What it does', cell: (card) => <span className="does">{card.does}</span> },
          ]}
        />
      </Stack>
    </Card>
  );
}

function Logins({ places }: { places: Places }) {
  const rows = [
    ...plavaCustomers.map((customer) => ({ ...customer, bank: 'issuer-plava' as const })),
    ...fjordCustomers.map((customer) => ({ ...customer, bank: 'issuer-fjord' as const })),
  ].filter(({ password }) => password !== undefined);
  return (
    <Card title="Net-bank logins">
      <Stack gap="m">
        <p className="measure">
          See {hana.name.split(' ')[0]}’s statement, the shops’ payouts, limits and card freeze.
        </p>
        <Table
          caption="Net-bank logins"
          quietCaption
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            { header: 'Who', isHeader: true, cell: ({ name }) => name },
            {
              header: 'Bank',
              cell: ({ bank }) => <a href={places.url(bank)}>{titles[bank].split(',')[0]}</a>,
            },
            { header: 'Customer number', cell: ({ number }) => number },
            { header: 'Password', cell: ({ password }) => password },
          ]}
        />
      </Stack>
    </Card>
  );
}

function OperatorLogins({ places }: { places: Places }) {
  const desk = `${places.url('gateway')}/operators`;
  return (
    <Card title="Operators of the gateway">
      <Stack gap="m">
        <p className="measure">
          <a href={desk}>Their pages</a> show one payment’s whole story, what waits for a person,
          and where the gateway and a bank differ.
        </p>
        <Table
          caption="Operators of the gateway"
          quietCaption
          rows={operators}
          rowKey={({ email }) => email}
          columns={[
            { header: 'Who', isHeader: true, cell: ({ name }) => name },
            { header: 'E-mail', cell: ({ email }) => <span className="mono">{email}</span> },
            {
              header: 'Password',
              cell: ({ password }) => <span className="mono">{password}</span>,
            },
            {
              header: 'May',
              cell: ({ role }) => (role === 'operator' ? 'look and act' : 'look'),
            },
          ]}
        />
      </Stack>
    </Card>
  );
}

function BankKeys({ places, bankKeys }: { places: Places; bankKeys: readonly BankKey[] }) {
  return (
    <Card title="Keys to the acquirers’ pages">
      <Stack gap="m">
        <p className="measure">
          The browser asks for them at a merchant’s statement. They open this world only.
        </p>
        <Table
          caption="Keys to the acquirers’ pages"
          quietCaption
          rows={bankKeys}
          rowKey={({ user }) => user}
          columns={[
            {
              header: 'Page',
              isHeader: true,
              cell: ({ bank, who, path }) => <a href={places.url(bank) + path}>{who}</a>,
            },
            { header: 'Bank', cell: ({ bank }) => shortTitle(bank) },
            { header: 'User name', cell: ({ user }) => <span className="mono">{user}</span> },
            {
              header: 'Password',
              cell: ({ password }) => <span className="mono">{password}</span>,
            },
          ]}
        />
      </Stack>
    </Card>
  );
}

const shortTitle = (party: string) =>
  isPartyName(party) ? (titles[party].split(',')[0] ?? party) : party;

function validOf(card: (typeof testCards)[number]): string {
  if (card.expiryRule === 'any_future') return 'any to come';
  const until = `${card.expiry.slice(2)}/${card.expiry.slice(0, 2)}`;
  // Forms want a date to come; the bank knows the true one.
  return card.declineCode === 'expired_card' ? `ended ${until}; type any to come` : until;
}

const spaced = (number: string) => number.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
