import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf } from '../../testing/paying.ts';
import { startTestGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const upload = (data: Buffer, idempotencyKey?: string) =>
  gateway.stripe.files.create(
    {
      purpose: 'dispute_evidence',
      file: { data, name: 'proof.png', type: 'application/octet-stream' },
    },
    idempotencyKey === undefined ? {} : { idempotencyKey },
  );

describe('a file', () => {
  test('is what its first bytes say, and is read back as it was sent', async () => {
    const made = await upload(png);
    expect(made).toMatchObject({ object: 'file', type: 'png', size: png.length });
    const authorization = 'Bearer sk_test_diva';
    const read = await fetch(String(made.url), { headers: { authorization } });
    expect(read.headers.get('content-disposition')).toContain('attachment');
    expect(Buffer.from(await read.arrayBuffer()).equals(png)).toBe(true);
    const foreign = { headers: { authorization: 'Bearer sk_test_nordlys' } };
    expect((await fetch(String(made.url), foreign)).status).toBe(404);
    expect((await fetch(String(made.url))).status).toBe(401);
    expect((await gateway.stripe.files.list({ purpose: 'dispute_evidence' })).data).toHaveLength(1);
  });

  test('that is no picture and no PDF is refused, whatever its name says', async () => {
    const refused = await errorOf(upload(Buffer.from('<script>alert(1)</script>')));
    expect(refused).toMatchObject({ statusCode: 400, param: 'file' });
    expect(await errorOf(upload(Buffer.alloc(0)))).toMatchObject({ statusCode: 400 });
    const large = Buffer.concat([png, Buffer.alloc(6_000_000)]);
    expect(await errorOf(upload(large))).toMatchObject({ statusCode: 400, param: 'file' });
  });

  test('sent twice with one key is kept once', async () => {
    const [first, second] = [await upload(png, 'file-1'), await upload(png, 'file-1')];
    expect(second.id).toBe(first.id);
    const other = upload(Buffer.concat([png, png]), 'file-1');
    expect(await errorOf(other)).toMatchObject({ type: 'StripeIdempotencyError' });
  });

  test('is shown by a link until the link ends', async () => {
    const made = await upload(png);
    const link = await gateway.stripe.fileLinks.create({ file: made.id });
    expect((await fetch(String(link.url))).status).toBe(200);
    const ended = await gateway.stripe.fileLinks.update(link.id, { expires_at: 'now' });
    expect(ended).toMatchObject({ expired: true, url: null });
    expect((await fetch(String(link.url))).status).toBe(404);
    expect((await gateway.stripe.files.retrieve(made.id)).links?.data).toHaveLength(1);
  });
});
