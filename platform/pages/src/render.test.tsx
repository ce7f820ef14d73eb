import { type Currency, currencyOf, money } from '@kassa/money';
import { unwrap } from '@kassa/result';
import { describe, expect, test } from 'vitest';
import {
  Amount,
  bundleIsland,
  Field,
  type Language,
  MoneyFlow,
  Notice,
  renderPage,
  renderPart,
  Shell,
  Table,
  theme,
  When,
} from './index.ts';

const look = theme({
  name: 'Test',
  colour: '#123456',
  accent: '#654321',
  radius: 'soft',
  font: 'plain',
  logo: '<svg viewBox="0 0 1 1"/>',
  icon: '<svg xmlns="http://www.w3.org/2000/svg"/>',
});
const bam: Currency = unwrap(currencyOf('BAM'));
const part = (body: React.ReactNode, lang: Language = 'en') =>
  renderPart(body, { lang, theme: look, zone: 'Europe/Sarajevo' }).replaceAll('\u00a0', ' ');

describe('a page', () => {
  const html = renderPage({
    title: 'A & <b>',
    lang: 'bs',
    theme: look,
    refresh: { seconds: 5 },
    body: (
      <Shell footer="x">
        <h1>{'<script>alert(1)</script>'}</h1>
        <MoneyFlow
          from="a"
          amount={money(bam, 100)}
          label="b"
          parts={[{ name: 'c', amount: money(bam, 97) }]}
        />
      </Shell>
    ),
  });

  test('is a document in its language with its one stylesheet', () => {
    expect(html).toMatch(/^<!doctype html><html lang="bs">/);
    expect(html).toContain(`href="${look.stylesheet.path}"`);
    expect(html).toContain('<title>A &amp; &lt;b&gt; · Test</title>');
    expect(html).toContain('<noscript><meta http-equiv="refresh" content="5"/></noscript>');
    expect(html).toContain(`<script type="module" src="${look.again.path}"></script>`);
    expect(html).toContain('<body data-again="5">');
    expect(html).toContain('href="#main">Pređi na sadržaj');
  });

  test('holds no inline style, script or handler, which its policy would refuse', () => {
    expect(html).not.toMatch(/\sstyle=|<script(?! type="module" src=)|<style|\son\w+=/);
    expect(html).toContain('&lt;script&gt;');
  });
});

describe('components', () => {
  test.each<[Language, bigint, string]>([
    ['en', 11700n, 'BAM 117.00'],
    ['bs', 11700n, '117,00 KM'],
    ['bs', -123450n, '−1.234,50 KM'],
  ])('an amount in %s: %s is written %s', (lang, minor, text) => {
    expect(part(<Amount of={money(bam, minor)} />, lang)).toBe(
      `<span class="amount">${text}</span>`,
    );
  });

  test('an instant is shown in the zone of the page, a date as it is', () => {
    const at = Date.parse('2026-11-22T23:30:00Z');
    expect(part(<When at={at} show="date" />)).toBe(
      '<time dateTime="2026-11-22T23:30:00.000Z">23 November 2026</time>',
    );
    expect(part(<When on="2026-11-22" />, 'bs')).toContain('22. novembar 2026.');
  });

  test('a field is tied to its label, its hint and its error', () => {
    const html = part(
      <Field name="email" label="E-mail" hint="We write once" error="Not an address" />,
    );
    expect(html).toContain('<label class="label" for="f-email">');
    expect(html).toContain('aria-describedby="f-email-hint f-email-error"');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('id="f-email-error"');
    expect(part(<Field name="a" label="A" required={false} />)).toContain('(optional)');
  });

  test('bad news is an alert, good news a status', () => {
    expect(part(<Notice tone="bad">x</Notice>)).toContain('role="alert"');
    expect(part(<Notice tone="good">x</Notice>)).toContain('role="status"');
  });

  test('a table without rows says so, and its frame can be reached by keyboard', () => {
    const columns = [{ header: 'A', cell: (row: string) => row }];
    const html = part(
      <Table caption="T" columns={columns} rows={[]} rowKey={String} empty="None yet" />,
    );
    expect(html).toContain('None yet');
    expect(html).toContain('tabindex="0"');
  });

  test('a row can stand as lines: each value carries its label, and stays a cell', () => {
    const columns = [
      { header: 'Who', isHeader: true, cell: (row: string) => row },
      { header: 'Sum', numeric: true, cell: () => '1' },
    ];
    const html = part(<Table caption="T" columns={columns} rows={['x']} rowKey={String} />);
    expect(html).toMatch(/<th role="rowheader" scope="row" [^>]*data-label="Who">x<\/th>/);
    expect(html).toContain('<td role="cell" class="numeric" data-label="Sum">1</td>');
  });

  test('an island is bundled under a hashed address', () => {
    const island = bundleIsland(new URL('./colour.ts', import.meta.url));
    expect(island.path).toMatch(/^\/assets\/colour\.[0-9a-f]{10}\.js$/);
    expect(island.body).toContain('.4122214708');
  });
});
