import { afterAll, beforeAll, expect, test } from 'vitest';
import { filledIn } from '../../testing/connected.ts';
import { errorOf } from '../../testing/paying.ts';
import { merchantsPaid } from '../../testing/platform.ts';
import { startTestGateway, type TestGateway, until } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ merchants: merchantsPaid('instructed') });
});
afterAll(() => gateway.close());

test('an account may do what it has given everything for, and no sooner', async () => {
  const { accounts } = gateway.stripe;
  const capabilities = { card_payments: { requested: true }, transfers: { requested: true } };
  const bare = await accounts.create({ type: 'custom', capabilities });
  expect(bare).toMatchObject({
    ...{ charges_enabled: false, payouts_enabled: false, details_submitted: false },
    capabilities: { card_payments: 'inactive', transfers: 'inactive' },
    requirements: { disabled_reason: 'requirements.past_due' },
  });
  expect(bare.requirements?.currently_due).toEqual([
    ...['business_profile.mcc', 'business_profile.url', 'business_type', 'external_account'],
    ...['settings.payments.statement_descriptor', 'tos_acceptance.date', 'tos_acceptance.ip'],
  ]);
  const { type: _, country: __, business_profile: ___, ...rest } = filledIn;
  const receiver = await accounts.update(bare.id, rest);
  expect(receiver).toMatchObject({
    ...{ charges_enabled: false, payouts_enabled: true, details_submitted: false },
    capabilities: { card_payments: 'inactive', transfers: 'active' },
    requirements: { currently_due: ['business_profile.mcc', 'business_profile.url'] },
  });
  const seller = await accounts.update(bare.id, {
    business_profile: { mcc: '5977', product_description: 'Soap' },
  });
  expect(seller).toMatchObject({ charges_enabled: true, details_submitted: true });
});

test('an account is paid out only where its platform’s money is kept for it', async () => {
  // Nordlys is paid out every day, all of it, its accounts’ money too.
  const { accounts } = gateway.other;
  const account = await accounts.create(filledIn);
  expect(account).toMatchObject({
    ...{ charges_enabled: true, payouts_enabled: false, details_submitted: true },
    requirements: { currently_due: [], disabled_reason: 'other' },
  });
  expect(await accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: false });
  const { data } = await accounts.list();
  expect(data.map(({ payouts_enabled }) => payouts_enabled)).toEqual([false]);
  await accounts.del(account.id);
});

test('a company needs someone who speaks for it', async () => {
  const { accounts } = gateway.stripe;
  const { individual, business_type: _, ...rest } = filledIn;
  const { first_name, last_name, dob, address } = individual;
  const made = await accounts.create({
    ...rest,
    business_type: 'company',
    company: { name: 'Kuća d.o.o.', tax_id: '4200000000000', address },
  });
  expect(made.requirements?.currently_due).toContain('representative.first_name');
  expect(JSON.stringify(made)).not.toContain('4200000000000');
  const relationship = { representative: true };
  const person = await accounts.createPerson(made.id, { first_name, dob, address, relationship });
  const lacking = await accounts.retrieve(made.id);
  expect(lacking.requirements?.currently_due).toEqual([`${person.id}.last_name`]);
  expect(person.requirements?.currently_due).toEqual(['last_name']);
  await accounts.updatePerson(made.id, person.id, { last_name });
  expect((await accounts.retrieve(made.id)).charges_enabled).toBe(true);
  const refused = await errorOf(accounts.deletePerson(made.id, person.id));
  expect(refused.message).toMatch(/speaks for the account/);
});

test('every change is told, as the account’s own event and once for each thing that changed', async () => {
  const { accounts, events } = gateway.stripe;
  const { id } = await accounts.create({ type: 'custom' });
  const external_account = filledIn.external_account;
  const bank = await accounts.createExternalAccount(id, { external_account });
  await accounts.update(id, { individual: { first_name: 'Amra' }, metadata: { shelf: '7' } });
  await accounts.updateCapability(id, 'transfers', { requested: true });
  await accounts.del(id);
  const own = await gateway.db.query(
    { text: 'select type, object_id from event where account_id = $1 order by id', values: [id] },
    ({ type, object_id: object }) => ({ type, object }),
  );
  expect(own.map(({ type }) => type)).toEqual([
    ...['account.updated', 'account.external_account.created'],
    ...['account.updated', 'person.created'],
    ...['account.updated', 'capability.updated'],
    'account.application.deauthorized',
  ]);
  expect(own).toContainEqual({ type: 'account.external_account.created', object: bank.id });
  expect((await events.list({ type: 'account.updated' })).data).toEqual([]);
});

test('no account is seen, changed or acted for but by its own platform', async () => {
  const { stripe, other } = gateway;
  const { id } = await stripe.accounts.create(filledIn);
  const options = { stripeAccount: id };
  const calls = [
    other.accounts.retrieve(id),
    other.accounts.update(id, { metadata: { mine: 'now' } }),
    other.accounts.del(id),
    other.accounts.reject(id, { reason: 'other' }),
    other.accounts.listPersons(id),
    other.accounts.createPerson(id, {}),
    other.accounts.listCapabilities(id),
    other.accounts.listExternalAccounts(id),
    other.balance.retrieve({}, options),
    other.paymentIntents.create({ amount: 1_000, currency: 'bam' }, options),
  ];
  for (const error of await Promise.all(calls.map(errorOf))) {
    expect(error).toMatchObject({ statusCode: 403, code: 'account_invalid' });
  }
  expect((await other.accounts.list()).data).toEqual([]);
  const second = await stripe.accounts.create(filledIn);
  const crossed = await errorOf(stripe.accounts.retrieve(second.id, {}, options));
  expect(crossed).toMatchObject({ statusCode: 403 });
  expect(await stripe.accounts.retrieveCurrent({}, options)).toMatchObject({ id });
  expect((await stripe.accounts.list({}, options)).data).toEqual([]);
});

test('one key makes one account, and the same answer', async () => {
  const { accounts } = gateway.stripe;
  const options = { idempotencyKey: 'one-account' };
  const [one, two] = [
    await accounts.create(filledIn, options),
    await accounts.create(filledIn, options),
  ];
  expect(two).toEqual(one);
});

test('an account that another process makes is known at once', async () => {
  const { id } = await gateway.stripe.accounts.create(filledIn);
  await gateway.restart();
  const options = { stripeAccount: id };
  const intent = await gateway.stripe.paymentIntents.create(
    { amount: 1_000, currency: 'bam' },
    options,
  );
  expect(await gateway.stripe.paymentIntents.retrieve(intent.id, {}, options)).toMatchObject({
    id: intent.id,
  });
  expect(await errorOf(gateway.stripe.paymentIntents.retrieve(intent.id))).toMatchObject({
    code: 'resource_missing',
  });
  await until(async () => (await gateway.stripe.accounts.list()).data.length > 0, 'it is listed');
});

test.each([
  ['an IBAN with a wrong digit', { account_number: 'BA391290079401028495' }, 'account_number'],
  ['an IBAN of another country', { account_number: 'NO9386011117947' }, 'country'],
  ['a currency that is none', { currency: 'xyz' }, 'currency'],
  ['a routing number that is none', { country: 'US', account_number: '000123456789' }, 'routing'],
])('%s is refused by its field', async (_, wrong, field) => {
  const external_account = { ...filledIn.external_account, ...wrong };
  const error = await errorOf(gateway.stripe.accounts.create({ type: 'custom', external_account }));
  expect(error.param).toContain(`external_account[${field}`);
});

test.each([
  [{ capabilities: { klarna_payments: { requested: true } } }, 'capabilities[klarna_payments]'],
  [{ settings: { treasury: { tos_acceptance: { ip: '1.1.1.1' } } } }, 'settings[treasury]'],
  [{ documents: { company_license: { files: ['file_1'] } } }, 'documents'],
  [{ type: 'custom', controller: { losses: { payments: 'stripe' } } }, 'controller'],
])('what is not there is refused by name: %j', async (wrong, param) => {
  const error = await errorOf(gateway.stripe.accounts.create(wrong));
  expect(error).toMatchObject({ type: 'StripeInvalidRequestError', param });
});
