// Instants and durations to the millisecond, as operators compare them.

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `10:15:02.123`. */
export function clockIn(atMs: number, zone: string): string {
  const known = clocks.get(zone);
  const clock =
    known ??
    new Intl.DateTimeFormat('en-GB', {
      ...({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
      ...({ fractionalSecondDigits: 3, hourCycle: 'h23', timeZone: zone } as const),
    });
  if (known === undefined && clocks.size < 500) clocks.set(zone, clock);
  return clock.format(atMs);
}

export function dayIn(atMs: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const),
    timeZone: zone,
  }).format(atMs);
}

/** 812 ms, 4.213 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function durationOf(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${(ms / 1_000).toFixed(3)} s`;
  if (seconds < 3_600) return two(seconds, 60, ['min', 's']);
  if (seconds < 86_400) return two(Math.floor(seconds / 60), 60, ['h', 'min']);
  return two(Math.floor(seconds / 3_600), 24, ['d', 'h']);
}

function two(small: number, per: number, [large, rest]: readonly [string, string]): string {
  const over = small % per;
  const whole = `${Math.floor(small / per)} ${large}`;
  return over === 0 ? whole : `${whole} ${over} ${rest}`;
}
