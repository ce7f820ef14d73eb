// The conditions of routing rules: CEL over what is known of a payment. Typed, so that a misspelt
// name or a comparison that cannot be is refused before the first payment.

import { err, ok, type Result } from '@kassa/result';
import { Environment } from '@marcbachmann/cel-js';
import type { RoutingAsk } from './route.ts';

export type Condition = (ask: RoutingAsk) => boolean;

const environment = new Environment({ limits: { maxAstNodes: 200, maxDepth: 20 } })
  .registerVariable('method', 'string')
  .registerVariable('brand', 'string')
  .registerVariable('binCountry', 'string')
  .registerVariable('funding', 'string')
  .registerVariable('currency', 'string')
  .registerVariable('amount', 'int')
  .registerVariable('merchant', 'string')
  .registerVariable('initiation', 'string');

export function compileCondition(text: string): Result<Condition, { readonly reason: string }> {
  try {
    const program = environment.parse(text);
    const checked = program.check();
    if (!checked.valid) return err({ reason: firstLine(checked.error) });
    if (checked.type !== 'bool') return err({ reason: `it is a ${checked.type}, not a condition` });
    return ok((ask) => holds(() => program(factsOf(ask))));
  } catch (error) {
    return err({ reason: firstLine(error) });
  }
}

/** What is well typed can still fail, by a division by zero: then it does not hold. */
function holds(evaluate: () => unknown): boolean {
  try {
    return evaluate() === true;
  } catch {
    return false;
  }
}

function factsOf({ merchant, amount, card, initiation }: RoutingAsk) {
  return {
    method: 'card',
    brand: card.brand,
    binCountry: card.country,
    funding: card.funding,
    currency: amount.currency,
    amount: amount.minor,
    merchant: merchant.accountId,
    initiation,
  };
}

/** The rest draws where in the text it is. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}
