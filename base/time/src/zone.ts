// What the clock on the wall of a zone shows at an instant, and back. The rules of the zones
// come from Intl; only the arithmetic is here.

import { assert } from '@kassa/result';
import { type Instant, instant } from './clock.ts';
import { isPlainDate, type PlainDate, utcMidnightMs } from './plain-date.ts';

/** The day at an instant in a zone such as 'Europe/Sarajevo'. */
export function dateIn(ms: number, zone: string): PlainDate {
  const date = wallIn(ms, zone).slice(0, 10);
  assert(isPlainDate(date), `an instant out of the calendar: ${ms}`);
  return date;
}

/** 'HH:MM:SS' at an instant in a zone, 00 to 23 hours. */
export function timeIn(ms: number, zone: string): string {
  return wallIn(ms, zone).slice(11);
}

/**
 * The instant at which a zone's wall clock shows `time` ('HH:MM' or 'HH:MM:SS') on a date.
 * Twice that day (clocks go back): the first. Never (clocks go forward): as much later as the
 * clocks jumped, so that a task of that hour still runs once.
 */
export function atZone(date: PlainDate, time: string, zone: string): Instant {
  const wallMs = utcMidnightMs(date) + timeOfDayMs(time);
  // No zone moves its clocks twice within two days, so these two offsets are all there are.
  const before = wallMs - offsetMs(wallMs - dayMs, zone);
  const after = wallMs - offsetMs(wallMs + dayMs, zone);
  const fits = (ms: number) => ms + offsetMs(ms, zone) === wallMs;
  if (fits(before) && fits(after)) return instant(Math.min(before, after));
  return instant(fits(after) ? after : before);
}

const dayMs = 86_400_000;

/** How far the zone's wall clock is ahead of UTC. */
function offsetMs(ms: number, zone: string): number {
  return aheadBy(wallIn(ms, zone), ms);
}

const aheadBy = (wall: string, ms: number) => Date.parse(`${wall}Z`) - Math.floor(ms / 1000) * 1000;

function timeOfDayMs(time: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time);
  assert(match, `not a time of day: ${time}`);
  const [, hours = '', minutes = '', seconds = '0'] = match;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** 'YYYY-MM-DDTHH:MM:SS' in the zone. */
function wallIn(ms: number, zone: string): string {
  if (zone === 'UTC') return new Date(ms).toISOString().slice(0, 19);
  const quarter = Math.floor(ms / quarterMs);
  const known = offsets.get(zone);
  if (known?.quarter === quarter) return new Date(ms + known.offsetMs).toISOString().slice(0, 19);
  const wall = askedOf(zone, ms);
  if (ms > clocksOfTodayMs) offsets.set(zone, { quarter, offsetMs: aheadBy(wall, ms) });
  return wall;
}

const quarterMs = 15 * 60_000;
/** Since then every zone has moved its clocks at a full quarter of an hour of UTC. */
const clocksOfTodayMs = Date.UTC(2000, 0, 1);
/** Of each zone for the quarter of an hour asked for last: asking Intl costs as much as a page of arithmetic. */
const offsets = new Map<string, { readonly quarter: number; readonly offsetMs: number }>();

function askedOf(zone: string, ms: number): string {
  const part: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) part[type] = value;
  const { year = '', month, day, hour, minute, second } = part;
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
}

// Making a formatter costs 30 times what using it does, and every authorization asks for the local
// time. A memory of pure values, one per zone that the program names; nobody can see it is there.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}
