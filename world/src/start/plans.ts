// Every party that keeps a book, in the order of the money's way.

import type { BookKeeper } from '../places.ts';
import { crvenaPlan, zelenaPlan } from './acquirer.ts';
import { klirPlan } from './clearing-house.ts';
import { gatewayPlan } from './gateway.ts';
import { fjordPlan, plavaPlan } from './issuers.ts';
import { mozaikPlan } from './network.ts';
import type { PartyPlan } from './party-plan.ts';
import { divaPlan, nordlysPlan } from './shops.ts';

export const plans: readonly PartyPlan[] = [
  divaPlan,
  nordlysPlan,
  gatewayPlan,
  zelenaPlan,
  crvenaPlan,
  mozaikPlan,
  plavaPlan,
  fjordPlan,
  klirPlan,
];

export const planOf = (name: BookKeeper): PartyPlan | undefined =>
  plans.find((plan) => plan.name === name);
