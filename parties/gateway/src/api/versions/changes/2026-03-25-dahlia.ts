// docs.stripe.com/changelog/dahlia: clearer names for the ways to show Checkout. Seen by versions 10
// to 20 of the official client.

import type { Changes } from '../change.ts';

const version = '2026-03-25.dahlia';
const why = 'updates-available-checkout-session-ui-modes';

const modes = [
  ['hosted', 'hosted_page'],
  ['embedded', 'embedded_page'],
  ['custom', 'elements'],
] as const;

export const fromDahlia: Changes = {
  inputs: [
    {
      version,
      operations: ['checkout.sessions.create'],
      why,
      up: (input) => {
        const found = modes.find(([old]) => old === input['ui_mode']);
        return found === undefined ? input : { ...input, ui_mode: found[1] };
      },
    },
  ],
  outputs: [
    {
      version,
      object: 'checkout.session',
      why,
      down: (session) => {
        const found = modes.find(([, current]) => current === session['ui_mode']);
        return found === undefined ? session : { ...session, ui_mode: found[0] };
      },
    },
  ],
};
