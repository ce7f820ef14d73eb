// `npm start -- …`: which parties, or which other thing to do.

import { err, ok, type Result } from '@kassa/result';
import { isPartyName, type PartyName, partyNames } from './places.ts';

export type Command =
  | { readonly do: 'help' }
  | { readonly do: 'prove' }
  /** Empty: the whole world. */
  | { readonly do: 'start'; readonly parties: readonly PartyName[] };

export function parseCommandLine(args: readonly string[]): Result<Command, string> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return ok({ do: 'help' });
  const isProof = args.includes('--prove');
  const names = args.filter((arg) => arg !== '--prove');
  const unknown = names.find((name) => !isPartyName(name));
  if (unknown !== undefined) {
    const kind = unknown.startsWith('-') ? 'option' : 'party';
    return err(`there is no ${kind} "${unknown}". Parties: ${partyNames.join(', ')}`);
  }
  if (!isProof) return ok({ do: 'start', parties: names.filter(isPartyName) });
  if (names.length > 0) return err('--prove proves every book; it takes no party');
  return ok({ do: 'prove' });
}

export function helpText(settings: readonly string[]): string {
  return `Kassa: the whole payment world in one command.

  npm start                   the whole world
  npm start -- <party> …      these parties only
  npm start -- --prove        prove that every book balances and all agree; exit 0 only then
  npm start -- --help         this text

Parties
  ${partyNames.join(', ')}

Settings (environment)
${settings.map((line) => `  ${line}`).join('\n')}
`;
}
