// `npm start -- …`: which parties, or which other thing to do.

import { err, ok, type Result } from '@kassa/result';
import { deeds } from './faults/fault.ts';
import { optionsText, parseFault } from './faults/fault-text.ts';
import { linkNames } from './faults/lines.ts';
import { isPartyName, type PartyName, partyNames } from './places.ts';

export type Command =
  | { readonly do: 'help' }
  | { readonly do: 'prove' }
  | {
      readonly do: 'start';
      /** Empty: the whole world. */
      readonly parties: readonly PartyName[];
      readonly faults?: { readonly set: readonly string[]; readonly seed?: number };
    };

const seedMax = 4_294_967_295;

export function parseCommandLine(args: readonly string[]): Result<Command, string> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return ok({ do: 'help' });
  const taken = takeFaults(args);
  if (!taken.ok) return taken;
  const { rest, set, seed } = taken.value;
  const isProof = rest.includes('--prove');
  const names = rest.filter((arg) => arg !== '--prove');
  const unknown = names.find((name) => !isPartyName(name));
  if (unknown !== undefined) {
    const kind = unknown.startsWith('-') ? 'option' : 'party';
    return err(`there is no ${kind} "${unknown}". Parties: ${partyNames.join(', ')}`);
  }
  const hasFaults = set.length > 0 || seed !== undefined;
  if (!isProof) {
    const faults = hasFaults ? { faults: { set, ...(seed === undefined ? {} : { seed }) } } : {};
    return ok({ do: 'start', parties: names.filter(isPartyName), ...faults });
  }
  if (names.length > 0) return err('--prove proves every book; it takes no party');
  if (hasFaults) return err('--prove breaks nothing; it takes no --fault and no --seed');
  return ok({ do: 'prove' });
}

type Taken = { rest: string[]; set: string[]; seed: number | undefined };

/** `--fault "…"` any number of times, `--seed 42` once; the rest is for others. */
function takeFaults(args: readonly string[]): Result<Taken, string> {
  const taken: Taken = { rest: [], set: [], seed: undefined };
  const waiting = args.flatMap((arg) => {
    const [, name, value] = /^(--fault|--seed)=(.*)$/.exec(arg) ?? [];
    return name === undefined || value === undefined ? [arg] : [name, value];
  });
  for (let arg = waiting.shift(); arg !== undefined; arg = waiting.shift()) {
    if (arg !== '--fault' && arg !== '--seed') {
      taken.rest.push(arg);
      continue;
    }
    const value = waiting.shift() ?? '';
    if (arg === '--fault') {
      const fault = parseFault(value);
      if (!fault.ok) return fault;
      taken.set.push(value);
    } else if (/^\d{1,10}$/.test(value) && Number(value) <= seedMax) taken.seed = Number(value);
    else return err(`the seed "${value}" is wrong: a whole number from 0 to ${seedMax}`);
  }
  return ok(taken);
}

export function helpText(settings: readonly string[]): string {
  return `Kassa: the whole payment world in one command.

  npm start                   the whole world
  npm start -- <party> …      these parties only
  npm start -- --prove        prove that every book balances and all agree; exit 0 only then
  npm start -- --fault "<link> <kind or *> <fault> [key=value …]" … --seed <number>
                              with these faults on its links; the same seed strikes the same
  npm start -- --help         this text

Parties
  ${partyNames.join(', ')}

Links, one or a group
  ${Object.keys(linkNames).join(', ')}

Faults, of what is asked or, with -answer, of what is answered
  ${Object.keys(deeds).join(', ')}
  ${optionsText}
  such as --fault "gateway-acquirer-zelena 0110 drop rate=0.3"

Settings (environment)
${settings.map((line) => `  ${line}`).join('\n')}
`;
}
