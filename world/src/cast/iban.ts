// IBANs of made-up accounts: the check digits are computed, so that every program accepts them.

/** ISO 13616: country, check digits (ISO 7064 MOD 97-10), then the national account number. */
export function ibanOf(country: 'BA' | 'NO', bban: string): string {
  const check = 98 - mod97(`${bban}${country}00`);
  return `${country}${String(check).padStart(2, '0')}${bban}`;
}

/** Bosnia and Herzegovina: bank 3, branch 3, account 8, national check 2. */
export function bosnianIban(bank: string, account: string): string {
  const body = `${bank}100${account.padStart(8, '0')}`;
  return ibanOf('BA', `${body}${String(98 - mod97(`${body}00`)).padStart(2, '0')}`);
}

/** Norway: bank 4, account 6, check 1 by weights modulo 11. */
export function norwegianIban(bank: string, account: string): string {
  const body = `${bank}${account.padStart(6, '0')}`;
  const check = norwegianCheck(body);
  if (check === 10) throw new Error(`no Norwegian account has the number ${body}`);
  return ibanOf('NO', `${body}${check}`);
}

/** So many accounts from a first number on; numbers that no account can have are left out. */
export function norwegianIbans(bank: string, first: number, count: number): string[] {
  const found: string[] = [];
  for (let account = first; found.length < count; account++) {
    const body = `${bank}${String(account).padStart(6, '0')}`;
    if (norwegianCheck(body) !== 10) found.push(norwegianIban(bank, String(account)));
  }
  return found;
}

/** Weights modulo 11; 10 means that there is no such account. */
function norwegianCheck(body: string): number {
  const weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return (11 - (sum % 11)) % 11;
}

function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
