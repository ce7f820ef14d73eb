// The primary account number (ISO/IEC 7812): 12 to 19 digits, the last a Luhn check digit.
// It prints masked; the digits leave it only through reveal().

import { err, ok, type Result } from '@kassa/result';

export type PanError = { readonly code: 'not_digits' | 'wrong_length' | 'wrong_check_digit' };

export class Pan {
  readonly #digits: string;

  private constructor(digits: string) {
    this.#digits = digits;
  }

  /** Reads what a person or a program gave; spaces and hyphens between groups are allowed. */
  static parse(text: string): Result<Pan, PanError> {
    const digits = text.replaceAll(/[\s-]/g, '');
    if (!/^\d*$/.test(digits)) return err({ code: 'not_digits' });
    if (digits.length < 12 || digits.length > 19) return err({ code: 'wrong_length' });
    if (!passesLuhn(digits)) return err({ code: 'wrong_check_digit' });
    return ok(new Pan(digits));
  }

  /** The digits; for the vault and for the wire to the next bank only. */
  reveal(): string {
    return this.#digits;
  }

  /** The first six digits: who issued the card, not which card it is. */
  get bin(): string {
    return this.#digits.slice(0, 6);
  }

  get last4(): string {
    return this.#digits.slice(-4);
  }

  get masked(): string {
    return maskPan(this.#digits);
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.masked;
  }
}

/** `424242******4242`: the most that PCI DSS 3.4.1 lets a person see. */
export function maskPan(digits: string): string {
  if (digits.length < 12) return '*'.repeat(digits.length);
  return `${digits.slice(0, 6)}${'*'.repeat(digits.length - 10)}${digits.slice(-4)}`;
}

export function passesLuhn(digits: string): boolean {
  return digits.length > 1 && luhnDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/** The check digit for a number that lacks it (ISO/IEC 7812-1, annex B). */
export function luhnDigit(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index++) {
    const digit = body.charCodeAt(body.length - 1 - index) - 48;
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}
