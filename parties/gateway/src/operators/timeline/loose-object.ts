import { z } from 'zod';

/** What was stored as json, with whatever is in it: pages show what there is. */
export const looseObject = z.record(z.string(), z.unknown());
