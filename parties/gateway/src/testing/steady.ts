// A request with its answer, with everything that differs from one run to the next made steady: ids,
// times, secrets, ports. Only so can it be kept beside the code and compared.

const id = /\b([a-z]+(?:_[a-z]+)*_)[0-9A-HJKMNP-TV-Z]{26}(?![0-9A-Za-z])/g;
const uuid = '6f1c2d3e-4b5a-4978-8695-a4b3c2d1e0f9';
const shownAtS = Date.UTC(2026, 10, 2, 10) / 1000;
/** Longer than all examples take, shorter than anything that expires. */
const stepS = 600;
/** The banking day on which money arrives: which one depends on the hour and the weekday of the run. */
const arrivesOnS = Date.UTC(2026, 10, 3) / 1000;

/** Fields whose value is chance, by what is shown in its place. */
const chance: Readonly<Record<string, string>> = {
  fingerprint: 'Xt5EWLLDS7FJjR1c',
  network_transaction_id: '104512345678901',
  authorization_code: '104512',
  reference: '633104512345',
  invoice_prefix: 'ADFC3801',
  next_page: 'WzE3OTU2NTM0NTI4NzJd.b51e7c714e11a8b1e0f862',
};

/** `startedAtMs`: when the stage was opened. */
export function steady(value: unknown, startedAtMs: number): unknown {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (found: string, prefix: string) => {
    const known = names.get(found);
    if (known !== undefined) return known;
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    const name = `${prefix}01KASSA${String(count).padStart(19, '0')}`;
    names.set(found, name);
    return name;
  };
  const text = (given: string) =>
    given
      .replaceAll(id, nameOf)
      .replaceAll(/(_secret|\bwhsec|\bek_test)_[\w.-]+/g, '$1_Kh3xPq7T')
      .replaceAll(/(\/files\/links\/)[\w-]+/g, '$1Kh3xPq7T')
      .replaceAll(/(\/receipts\/\w+\/ch_\w+-)[0-9a-f]+/g, '$1e0c3037fee3b24aae114512cb')
      .replaceAll(/(:\d+\/pay\/)[\w-]{24}/g, '$1Kh3xPq7T')
      .replaceAll(/\bpage=[\w%-]+/g, 'page=WzE3OTU2NTM0NTI4NzJd')
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:4001')
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (time) => {
        const seconds = second(Date.parse(time) / 1000, startedAtMs);
        return new Date(seconds * 1000).toISOString();
      })
      .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, uuid)
      .replaceAll(/-[0-9a-f]{8}\b/g, '-7');
  const walk = (part: unknown, field: string): unknown => {
    if (typeof part === 'string') return part === '' ? '' : (chance[field] ?? text(part));
    if (typeof part === 'number') {
      return field === 'arrival_date' ? arrivesOnS : second(part, startedAtMs);
    }
    if (Array.isArray(part)) return part.map((one) => walk(one, ''));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, walk(one, name)]));
  };
  return walk(value, '');
}

/** What is younger than the stage is a time of this run; older times are written in the examples. */
function second(value: number, startedAtMs: number): number {
  const since = value - Math.floor(startedAtMs / 1000);
  const isOfThisRun = since >= 0 && since < 100_000_000;
  return isOfThisRun ? shownAtS + Math.floor(since / stepS) * stepS : value;
}

/** As the original's own reference has it: id and object first, the rest by the alphabet. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const rank = (name: string) => ['id', 'object'].indexOf(name) >>> 0;
  const entries = Object.entries(value).sort(
    ([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0),
  );
  return Object.fromEntries(entries.map(([name, one]) => [name, inOrder(one)]));
}
