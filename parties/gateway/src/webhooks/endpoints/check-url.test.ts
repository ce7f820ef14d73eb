import { describe, expect, test } from 'vitest';
import { checkUrl } from './check-url.ts';

const outside = { allowPrivate: false };

describe('an endpoint’s address', () => {
  test.each([
    'https://shop.example/hooks',
    'http://shop.example/hooks?key=1',
    'https://shop.example:8443/',
    'http://shop.example:80/',
    'https://93.184.216.34/',
    'https://xn--pri-cma.example/',
  ])('may be %s', (url) => {
    expect(checkUrl(url, outside)).toEqual({ ok: true, value: url });
  });

  test.each([
    ['shop.example', 'not_http'],
    ['ftp://shop.example/', 'not_http'],
    ['file:///etc/passwd', 'not_http'],
    ['javascript:alert(1)', 'not_http'],
    ['gopher://127.0.0.1:25/', 'not_http'],
    [`https://shop.example/${'x'.repeat(2000)}`, 'not_http'],
    ['https://user:secret@shop.example/', 'with_password'],
    ['https://user@shop.example/', 'with_password'],
    ['http://shop.example:25/', 'port'],
    ['http://shop.example:22/', 'port'],
    ['http://127.0.0.1:4001/', 'private'],
    ['http://2130706433:8080/', 'private'],
    ['http://0x7f.1:8080/', 'private'],
    ['http://017700000001:8080/', 'private'],
    ['http://[::1]:8080/', 'private'],
    ['http://[::ffff:169.254.169.254]/', 'private'],
    ['http://169.254.169.254/latest/meta-data', 'private'],
    ['http://localhost:8080/', 'private'],
    ['http://LOCALHOST./', 'private'],
    ['http://db.internal/', 'private'],
    ['http://printer.local/', 'private'],
  ])('may not be %s', (url, code) => {
    expect(checkUrl(url, outside)).toMatchObject({ ok: false, error: { code } });
  });

  test('may be on this machine where the setting allows it', () => {
    expect(checkUrl('http://127.0.0.1:4001/', { allowPrivate: true }).ok).toBe(true);
    expect(checkUrl('http://127.0.0.1:22/', { allowPrivate: true }).ok).toBe(false);
  });
});
