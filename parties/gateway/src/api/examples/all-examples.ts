// One example for every operation of the API. A new route without one fails examples.test.ts.

import { catalogue } from './catalogue.ts';
import { checkout } from './checkout.ts';
import { connect } from './connect.ts';
import { customers } from './customers.ts';
import { disputes } from './disputes.ts';
import { events } from './events.ts';
import type { Examples } from './example.ts';
import { files } from './files.ts';
import { money } from './money.ts';
import { paymentMethods } from './payment-methods.ts';
import { payments } from './payments.ts';
import { secondInterface } from './second-interface.ts';
import { setups } from './setups.ts';
import { splits } from './splits.ts';

export const examples: Examples = {
  // First, so that the balance is of its own payment alone.
  ...money,
  ...payments,
  ...paymentMethods,
  ...setups,
  ...customers,
  ...checkout,
  ...catalogue,
  ...connect,
  ...splits,
  ...files,
  ...events,
  ...secondInterface,
  ...disputes,
};
