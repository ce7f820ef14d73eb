// Bodies and query strings become plain values here, or a 400 that says what is wrong.
// After this door no text holds a NUL (PostgreSQL refuses it) or broken UTF-8, and nothing is
// deeper or wider than the limits.

import { parse as parseQs } from 'qs';
import { badRequest, type RequestError } from './problem.ts';
import type { BodyLimits } from './types.ts';

export const defaultLimits: BodyLimits = { depth: 8, parameters: 1000 };

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function readText(body: Uint8Array): string {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw badRequest('The body is not valid UTF-8. Send UTF-8 text.', 'broken_utf8');
  }
  refuseUnstorable(text, 'the body');
  return text;
}

export function readJson(body: Uint8Array, limits: BodyLimits): unknown {
  const text = readText(body);
  if (text.trim() === '') return {};
  if (isDeeper(text, limits.depth)) throw tooMuch('the body', limits);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest('The body is not valid JSON. Check quotes, commas and brackets.', 'bad_json');
  }
  checkValue(value, limits);
  return value;
}

/** Asked before parsing: two hundred thousand brackets cost the parser 80 ms, and this 1. */
function isDeeper(json: string, depthMax: number): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length && depth <= depthMax; at++) {
    const letter = json[at];
    if (letter === '\\' && isText) at += 1;
    else if (letter === '"') isText = !isText;
    else if (isText) continue;
    else if (letter === '[' || letter === '{') depth += 1;
    else if (letter === ']' || letter === '}') depth -= 1;
  }
  return depth > depthMax;
}

/** `a[b][0]=1&a[b][1]=2`, as browsers and the Stripe client send it. */
export function readForm(text: string, limits: BodyLimits, where = 'the body'): unknown {
  if (text === '') return {};
  try {
    const value: unknown = parseQs(text, {
      depth: limits.depth,
      strictDepth: true,
      parameterLimit: limits.parameters,
      throwOnLimitExceeded: true,
      arrayLimit: 100,
      // Else names such as `constructor` are dropped without a word, and nobody can refuse them.
      allowPrototypes: true,
      decoder: (part, _decode, _charset, type) => {
        const text = decodeStrictly(part, where);
        if (type === 'key') refuseProto(text.split(/[[\]]/), where);
        return text;
      },
    });
    checkValue(value, limits, where);
    return value;
  } catch (error) {
    if (error instanceof RangeError) throw tooMuch(where, limits);
    throw error;
  }
}

function decodeStrictly(part: string, where: string): string {
  let text: string;
  try {
    text = decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw badRequest(`A percent-encoding in ${where} is not valid UTF-8.`, 'broken_utf8');
  }
  refuseUnstorable(text, where);
  return text;
}

function checkValue(value: unknown, limits: BodyLimits, where = 'the body'): void {
  let parameters = 0;
  const walk = (part: unknown, depth: number): void => {
    if (typeof part === 'string') refuseUnstorable(part, where);
    if (typeof part !== 'object' || part === null) return;
    if (depth >= limits.depth) throw tooMuch(where, limits);
    for (const [name, inner] of Object.entries(part)) {
      parameters += 1;
      if (parameters > limits.parameters) throw tooMuch(where, limits);
      refuseProto([name], where);
      refuseUnstorable(name, where);
      walk(inner, depth + 1);
    }
  };
  walk(value, 0);
}

function refuseProto(names: readonly string[], where: string): void {
  if (!names.includes('__proto__')) return;
  throw badRequest(`There is a field __proto__ in ${where}. Remove it.`, 'bad_field');
}

function refuseUnstorable(text: string, where: string): void {
  // Half of a pair that JSON's \u notation can smuggle in; no database stores it.
  if (/\p{Surrogate}/u.test(text)) {
    throw badRequest(`There is half a character in ${where}. Send whole text.`, 'broken_utf8');
  }
  if (!text.includes('\0')) return;
  throw badRequest(`There is a NUL character in ${where}. Remove it.`, 'nul_character');
}

function tooMuch(where: string, limits: BodyLimits): RequestError {
  const most = `at most ${limits.depth} levels and ${limits.parameters} parameters`;
  return badRequest(`There is too much in ${where}: ${most} are read.`, 'too_many_parameters');
}
