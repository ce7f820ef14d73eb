import { testDatabase } from '@kassa/database';
import { silentLog } from '@kassa/log';
import { ok, unwrap } from '@kassa/result';
import { Pan, Secret } from '@kassa/secret';
import { virtualClock } from '@kassa/time';
import { expect, test } from 'vitest';
import { readProfile } from '../../merchants/merchant.ts';
import { migrations } from '../../migrations.ts';
import { startTestAcquirer } from '../../testing/test-acquirer.ts';
import { merchant as merchantInput } from '../../testing/test-gateway.ts';
import { connectIso8583 } from './connect-iso8583.ts';
import { openStans } from './stans.ts';

const expiry = { month: 12, year: 2034 };

test('a card is verified on the wire: yes, no, not asked, nobody knows', async () => {
  await using database = await testDatabase(migrations);
  await using acquirer = await startTestAcquirer();
  const connector = connectIso8583(
    {
      name: 'zelena',
      host: '127.0.0.1',
      port: acquirer.port,
      signOnKey: new Secret('key'),
      institution: { id: '10070', countryCode: '070' },
      timeoutMs: 200,
      inquiryTimeoutMs: 200,
    },
    {
      cardFor: () =>
        ok({
          pan: unwrap(Pan.parse('4242424242424242')),
          expiry,
          holder: null,
          cvc: new Secret('314'),
        }),
      stans: await openStans(database.db),
      clock: virtualClock({ offsetMs: 0 }),
      log: silentLog,
      onLateApproval: () => undefined,
      onUp: () => undefined,
    },
  );
  const seed = merchantInput('diva', 'BAM');
  const merchant = { ...readProfile(seed), accountId: seed.accountId, platform: null };
  const verify = async () => {
    const wire = await connector.nameMessage(merchant);
    const card = { accountId: merchant.accountId, paymentMethod: 'pm_1', sealedPan: '' } as const;
    const sealed = { ...card, brand: 'visa', expiry, holder: null } as const;
    const asked = { merchant, wire, card: sealed, proof: null, initiation: 'cardholder' } as const;
    return connector.verify(asked);
  };
  const verification = { responseCode: '85', cvcCheck: 'pass', traceId: null };
  expect(await verify()).toEqual({ kind: 'approved', verification });
  acquirer.onAuthorization(() => ({ do: 'decline', code: '54' }));
  expect(await verify()).toEqual({ kind: 'refused', responseCode: '54' });
  acquirer.onAuthorization(() => ({ do: 'silence' }));
  expect(await verify()).toMatchObject({ kind: 'unknown' });
  await acquirer.close();
  expect(await verify()).toMatchObject({ kind: 'not_attempted' });
  expect(acquirer.of('0100').map(({ fields }) => [fields[4], fields[25]])).toEqual(
    Array(3).fill(['000000000000', '51']),
  );
  expect(acquirer.held.size).toBe(0);
  await connector.close();
});
