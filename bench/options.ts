// What the command line says beside the names of the benches: less, for a quick look.

import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    payments: { type: 'string', default: '5000000' },
    seconds: { type: 'string', default: '300' },
    settled: { type: 'string', default: '100000' },
    round: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
  },
});

export const wished: readonly string[] = positionals;

export const options = {
  /** Of a large history. */
  payments: count('payments'),
  /** How long the soak lasts. */
  seconds: count('seconds'),
  /** Payments of one settlement. */
  settled: count('settled'),
  /** Seconds of one round of the gateway's benches, and how many rounds there are. */
  roundMs: count('round') * 1000,
  rounds: count('rounds'),
};

function count(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} ${values[name]}: a whole number above 0 is wanted`);
  process.exit(1);
}
