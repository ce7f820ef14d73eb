// Field 7 and what comes back of it.

/** `MMDDhhmmss` in UTC of an instant in milliseconds since 1970. */
export function encodeTransmissionTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(5, 19).replaceAll(/[-T:]/g, '');
}

/**
 * The instant that a field 7 means, in milliseconds; it carries no year, so the one nearest to
 * `nearMs` is meant. Undefined when it is no such moment.
 */
export function decodeTransmissionTime(text: string, nearMs: number): number | undefined {
  const parts = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [, month = '', day = '', hours = '', minutes = '', seconds = ''] = parts;
  const year = new Date(nearMs).getUTCFullYear();
  const candidates = [year - 1, year, year + 1]
    .map((candidate) => Date.parse(`${candidate}-${month}-${day}T${hours}:${minutes}:${seconds}Z`))
    // 29 February of a common year parses as 1 March: not what was written.
    .filter((atMs) => !Number.isNaN(atMs) && encodeTransmissionTime(atMs) === text);
  return candidates.sort((one, other) => Math.abs(one - nearMs) - Math.abs(other - nearMs))[0];
}
