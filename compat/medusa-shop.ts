// The shop that uses Medusa's provider: what Medusa's payment module calls, in the order in which a
// shop comes to it. Every step prints one line of JSON; a step that fails does not stop the others.

import { openShop } from './medusa-provider.ts';
import { steps } from './medusa-steps.ts';
import { webhookSteps } from './medusa-webhooks.ts';

await using shop = await openShop();
for (const [what, run] of Object.entries({ ...steps(shop), ...webhookSteps(shop) })) {
  try {
    await run();
    say({ what, passed: true, why: '' });
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n').slice(0, 4).join(' ') : 'threw';
    say({ what, passed: false, why });
  }
}

function say(row: { readonly what: string; readonly passed: boolean; readonly why: string }): void {
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
